import type { Cancellable } from '../http/clock.ts';
import { jsonBody, type Call, type SendOptions } from './call.ts';
import {
  parseDeployment,
  parseDeploymentId,
  readStatus,
  type Deployment,
  type DeploymentId,
  type DeploymentStatus,
  type StartedOperation,
} from './deployment.ts';
import { isObject, numberOf, stringOf, type JsonObject } from '../http/json.ts';
import { isWebAddress } from '../http/urls.ts';
import { environmentPath, modulePath, type DeployTarget, type ModuleTarget } from './paths.ts';
import { extractJsonMember } from './siftMember.ts';
import { unexpectedShape } from './platformError.ts';

/**
 * Starts the deployment of a package's version and resolves with its id. Both `version_name` and `revision` are sent: the
 * name is tried as a package's name first, and the revision is what saves a version that is not found that way
 * (platform-api.md 4.8). Sent once, never again by itself. Throws `PlatformError`.
 */
export async function startDeployment(
  call: Call,
  target: DeployTarget,
  version: string,
  { timeoutMs, signal }: SendOptions,
): Promise<StartedOperation> {
  const { json, requestId } = await call(environmentPath(target, 'deployments'), {
    method: 'POST',
    body: jsonBody({ url: '', version_type: 'package', version_name: version, revision: version }),
    timeoutMs,
    signal,
  });
  const id = isObject(json) ? parseDeploymentId(stringOf(json, 'deployment_id')) : undefined;
  if (!id) throw unexpectedShape(requestId);
  return { id };
}

/** Which part of the history is read. */
export interface PageOptions extends Cancellable {
  limit: number;
  offset?: number;
}

/** A part of a module's deployments, newest first. */
export interface DeploymentsPage {
  /** How many there are in all. */
  count: number;
  deployments: Deployment[];
  /** The gateway's own clock when it answered, milliseconds since 1970. */
  answeredAt: number | undefined;
}

/**
 * The history of a module in one environment. The answer's `next` names the platform's inner address and is never followed
 * (platform-api.md 4.0): pages are asked for by `offset`. Throws `PlatformError`.
 */
export async function listDeployments(
  call: Call,
  target: DeployTarget,
  { limit, offset = 0, signal }: PageOptions,
): Promise<DeploymentsPage> {
  const path = modulePath(target, 'deployments', 'lists');
  const query = { environment: target.environment, limit: String(limit), offset: String(offset) };
  const { json, requestId, answeredAt } = await call(path, { query, signal });
  const results = isObject(json) ? json['results'] : undefined;
  if (!isObject(json) || !Array.isArray(results)) throw unexpectedShape(requestId);
  const deployments = results.flatMap((item: unknown) => parseDeployment(item) ?? []);
  return { count: numberOf(json, 'count') ?? deployments.length, deployments, answeredAt };
}

/** A hint of the platform for a failed deployment: what may be wrong, and where to read on. */
export interface ErrorTips {
  /** Whether the platform recognised the error. */
  matched: boolean;
  reason: string | undefined;
  links: { text: string; description: string | undefined; url: string }[];
}

/** How a deployment stands, without its log, which is handed over as it is read. */
export interface DeploymentResult {
  status: DeploymentStatus;
  errorDetail: string | undefined;
  /**
   * Only of a failed one: the platform sends tips for any deployment, also for one that runs or succeeded
   * (platform-api.md 4.9).
   */
  tips: ErrorTips | undefined;
}

/** Who reads a log while it arrives. */
export interface LogReader {
  /** The whole log comes, from its first character on: at the start, and when a broken answer is tried again. */
  begin: () => void;
  piece: (text: string) => void;
}

/** Bytes of the largest log that is read: six times what 100,000 ordinary lines have. */
const maxResultBytes = 64 * 1024 * 1024;

/** Milliseconds in which it has to arrive: a log of 10 MB takes longer than other answers over a slow line. */
const resultTimeoutMs = 150_000;

/**
 * How a deployment stands, and its whole log so far with ANSI codes (platform-api.md 4.9). The log goes to `reader` as
 * it arrives; it is complete only once this resolves. Throws `PlatformError`.
 */
export async function deploymentResult(
  call: Call,
  target: ModuleTarget,
  id: DeploymentId,
  reader: LogReader,
  { signal }: Cancellable = {},
): Promise<DeploymentResult> {
  const { json, requestId } = await call(modulePath(target, 'deployments', id, 'result'), {
    query: { include_ansi_codes: 'true' },
    maxBytes: maxResultBytes,
    timeoutMs: resultTimeoutMs,
    extract: () => {
      reader.begin();
      return extractJsonMember('logs', reader.piece);
    },
    signal,
  });
  const status = isObject(json) ? readStatus(json['status']) : undefined;
  if (!isObject(json) || !status) throw unexpectedShape(requestId);
  const tips = status === 'failed' || status === 'interrupted' ? parseTips(json['error_tips']) : undefined;
  return { status, errorDetail: stringOf(json, 'error_detail') || undefined, tips };
}

function parseTips(json: unknown): ErrorTips | undefined {
  if (!isObject(json)) return undefined;
  const helpers: unknown[] = Array.isArray(json['helpers']) ? json['helpers'] : [];
  const links = helpers.flatMap((helper) => (isObject(helper) ? (parseLink(helper) ?? []) : []));
  const reason = stringOf(json, 'possible_reason') || undefined;
  return reason === undefined && links.length === 0
    ? undefined
    : { matched: json['matched_solutions_found'] === true, reason, links };
}

/** Links are opened by a click, so nothing but a web address is taken for one. */
function parseLink(helper: JsonObject): ErrorTips['links'][number] | undefined {
  const url = stringOf(helper, 'link') || stringOf(helper, 'location') || '';
  const text = stringOf(helper, 'text') || stringOf(helper, 'title') || url;
  const description = stringOf(helper, 'short_description') || stringOf(helper, 'description') || undefined;
  return isWebAddress(url) ? { text, description, url } : undefined;
}
