import { fill } from './fill.ts';
import { tryParseJson, valueAt } from './match.ts';
import { sendRequest, encodeBody } from './sendRequest.ts';
import { requestsOf } from './missingNeed.ts';
import { actionOf } from './missingPermission.ts';
import type { ContractCase } from './contractCase.ts';
import type { Target } from './target.ts';
import type { Result } from './playCase.ts';
import type { RealPlatformOptions } from './realTarget.ts';

/**
 * Returns notes about what a run leaves on a real platform: the versions by name, and what the run did to stag.
 * Requests the lists of versions.
 */
export async function notesAfter(
  results: readonly Result[],
  target: Target,
  real: RealPlatformOptions,
): Promise<string[]> {
  const begun = results.filter((each) => each.verdict !== 'skipped').map((each) => each.played);
  const where = `stag of ${real.app} / ${real.module}`;
  const asked = (action: 'deploy' | 'offline'): boolean => begun.some((each) => startsAction(action, each));
  const versions = [...sentVersions(results)].map(([path, sent]) => versionsNote(path, sent, target));
  return [
    ...(await Promise.all(versions)).flat(),
    ...(asked('offline') ? [`${where} was asked to go offline.`] : []),
    ...(asked('deploy') ? [`${real.deployVersion ?? ''} was sent to ${where}; its deployment goes on.`] : []),
  ];
}

const UPLOAD_PATH_PATTERN = /source_package\/link\/?$/;

/** Returns the versions that were sent, keyed by the API path that lists the module's versions. */
function sentVersions(results: readonly Result[]): Map<string, Set<string>> {
  const sent = new Map<string, Set<string>>();
  for (const { played, values } of results) {
    if (!values || !played.writes) continue;
    for (const { method, path, body: asked } of requestsOf(played)) {
      if (method !== 'POST' || !UPLOAD_PATH_PATTERN.test(path)) continue;
      const { body = '' } = encodeBody(asked, values);
      const version = typeof body === 'string' ? valueAt(tryParseJson(body), ['version']) : body.get('version');
      if (typeof version !== 'string' && typeof version !== 'number') continue;
      const list = fill(path, values).replace(UPLOAD_PATH_PATTERN, 'repo/branches/');
      sent.set(list, (sent.get(list) ?? new Set()).add(String(version).trim()));
    }
  }
  return sent;
}

/**
 * Returns a note that names the sent versions that exist in a module; empty if the module has none of these versions. A
 * response with status 400 means that the module has no versions. If the list cannot be read for another reason, the
 * note names all sent versions.
 */
async function versionsNote(path: string, sent: ReadonlySet<string>, target: Target): Promise<string[]> {
  const [, app = '', module = ''] = /applications\/([^/]+)\/modules\/([^/]+)\//.exec(path) ?? [];
  const answer = await sendRequest({ path }, target.values, target).catch(() => undefined);
  const listed = answer?.status === 400 ? [] : valueAt(answer?.body, ['results']);
  const names = Array.isArray(listed) ? listed.map((row) => String(valueAt(row, ['name']))) : undefined;
  const left = names ? names.filter((name) => sent.has(name)) : [...sent];
  if (left.length === 0) return [];
  const heading = names ? 'Versions left in' : 'The versions could not be read. These may be left in';
  return [[`${heading} ${app} / ${module} (${left.length}):`, ...left.map((name) => `  ${name}`)].join('\n')];
}

function startsAction(action: 'deploy' | 'offline', played: ContractCase): boolean {
  return played.expect.status === 201 && actionOf(played.request)?.action === action;
}
