import type { CancelOptions } from '../http/clock.ts';
import type { Call, SendOptions } from './call.ts';
import {
  parseDeployment,
  parseDeploymentStatus,
  startOperation,
  type Deployment,
  type DeploymentId,
  type DeploymentStatus,
  type StartedOperation,
} from './deployment.ts';
import { isObject, numberOf, stringOf, type JsonObject } from '../http/json.ts';
import { isWebAddress } from '../http/urls.ts';
import { environmentPath, modulePath, type DeployTarget, type ModuleTarget } from './paths.ts';
import { extractJsonMember } from './extractJsonMember.ts';
import { unexpectedShapeError } from './platformError.ts';

/**
 * Starts the deployment of a package version. Sends the version both as `version_name` and as `revision`. The platform
 * first looks for a package whose name is `version_name`, and uses `revision` only if the lookup by `version_name`
 * fails (platform-api.md 4.8).
 */
export function startDeployment(
  call: Call,
  target: DeployTarget,
  version: string,
  options: SendOptions,
): Promise<StartedOperation> {
  const body = { url: '', version_type: 'package', version_name: version, revision: version };
  return startOperation(call, environmentPath(target, 'deployments'), body, 'deployment_id', options);
}

/** The page of the history to request. */
export interface PageOptions extends CancelOptions {
  limit: number;
  offset?: number;
}

/** A page of a module's deployments, newest first. */
export interface DeploymentsPage {
  /** Total number of deployments, on all pages. */
  count: number;
  deployments: Deployment[];
  /**
   * Time of the response by the gateway's clock, in milliseconds since 1970; undefined if the response has no valid
   * date.
   */
  answeredAt: number | undefined;
}

/**
 * Lists a module's deployments in one environment. Selects a page by `offset`, because the response's `next` contains
 * the platform's internal host and must never be followed (platform-api.md 4.0).
 */
export async function listDeployments(
  call: Call,
  target: DeployTarget,
  { limit, offset = 0, signal }: PageOptions,
): Promise<DeploymentsPage> {
  const path = modulePath(target, 'deployments', 'lists');
  const query = { environment: target.environment, limit: String(limit), offset: String(offset) };
  const { json, requestId, answeredAt } = await call(path, { query, signal });
  if (!isObject(json) || !Array.isArray(json['results'])) throw unexpectedShapeError(requestId);
  const deployments = json['results'].flatMap((item: unknown) => parseDeployment(item) ?? []);
  return { count: numberOf(json, 'count') ?? deployments.length, deployments, answeredAt };
}

/** The platform's hint about a failed deployment: a possible reason, and links to more information. */
export interface ErrorTips {
  /** Whether the platform recognized the error. */
  matched: boolean;
  reason: string | undefined;
  links: { text: string; description: string | undefined; url: string }[];
}

/** Status and error of a deployment. Does not contain the deployment's log, which a `LogReceiver` receives. */
export interface DeploymentResult {
  status: DeploymentStatus;
  errorDetail: string | undefined;
  /**
   * Set only for a failed or interrupted deployment, although the platform sends tips for every status. Undefined if
   * the tips have no reason and no link.
   */
  tips: ErrorTips | undefined;
}

/** Receives a log in pieces while the response arrives. */
export interface LogReceiver {
  /**
   * Called before the first piece of a log, and again before a retry. After each call, the log arrives from its first
   * character.
   */
  begin: () => void;
  piece: (text: string) => void;
}

/** Maximum bytes of a deployment's result including the log: six times the size of 100,000 ordinary log lines. */
const maxResultBytes = 64 * 1024 * 1024;

/** Milliseconds for the whole request. Over a slow connection, a log of 10 MB takes longer than other responses. */
const resultTimeoutMs = 150_000;

/**
 * Returns the status of a deployment. Passes the deployment's whole log so far, with ANSI codes, to `reader` while the
 * response arrives (platform-api.md 4.9). `reader` has received the whole log only once the returned promise resolves.
 */
export async function readDeploymentResult(
  call: Call,
  target: ModuleTarget,
  id: DeploymentId,
  reader: LogReceiver,
  { signal }: CancelOptions = {},
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
  const status = isObject(json) ? parseDeploymentStatus(json['status']) : undefined;
  if (!isObject(json) || !status) throw unexpectedShapeError(requestId);
  const tips = status === 'failed' || status === 'interrupted' ? parseTips(json['error_tips']) : undefined;
  return { status, errorDetail: stringOf(json, 'error_detail') || undefined, tips };
}

function parseTips(json: unknown): ErrorTips | undefined {
  if (!isObject(json)) return undefined;
  const helpers: unknown[] = Array.isArray(json['helpers']) ? json['helpers'] : [];
  const links = helpers.filter(isObject).flatMap((helper) => parseLink(helper) ?? []);
  const reason = stringOf(json, 'possible_reason') || undefined;
  if (reason === undefined && links.length === 0) return undefined;
  return { matched: json['matched_solutions_found'] === true, reason, links };
}

/** Parses a link of the tips. Returns undefined if the URL is not http or https, because a click opens the URL. */
function parseLink(helper: JsonObject): ErrorTips['links'][number] | undefined {
  const url = stringOf(helper, 'link') || stringOf(helper, 'location') || '';
  const text = stringOf(helper, 'text') || stringOf(helper, 'title') || url;
  const description = stringOf(helper, 'short_description') || stringOf(helper, 'description') || undefined;
  return isWebAddress(url) ? { text, description, url } : undefined;
}
