import type { Cancellable } from '../http/clock.ts';
import type { Call, SendOptions } from './call.ts';
import {
  parseDeployment,
  readStatus,
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
import { unexpectedShape } from './platformError.ts';

/**
 * Starts the deployment of a package version. Sends the version both as `version_name` and as `revision`: the platform
 * first tries the name as a package name, and uses the revision when that fails (platform-api.md 4.8).
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

/** Part of the history to read. */
export interface PageOptions extends Cancellable {
  limit: number;
  offset?: number;
}

/** A page of a module's deployments, newest first. */
export interface DeploymentsPage {
  /** Total number of deployments. */
  count: number;
  deployments: Deployment[];
  /** The gateway's clock when it responded, in milliseconds since 1970. */
  answeredAt: number | undefined;
}

/**
 * Lists a module's deployments in one environment. Pages by `offset`: the response's `next` contains the platform's
 * internal host and is never followed (platform-api.md 4.0).
 */
export async function listDeployments(
  call: Call,
  target: DeployTarget,
  { limit, offset = 0, signal }: PageOptions,
): Promise<DeploymentsPage> {
  const path = modulePath(target, 'deployments', 'lists');
  const query = { environment: target.environment, limit: String(limit), offset: String(offset) };
  const { json, requestId, answeredAt } = await call(path, { query, signal });
  if (!isObject(json) || !Array.isArray(json['results'])) throw unexpectedShape(requestId);
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

/** Status of a deployment, without its log, which goes to a `LogReader`. */
export interface DeploymentResult {
  status: DeploymentStatus;
  errorDetail: string | undefined;
  /** Only of a failed or interrupted deployment, although the platform sends tips for every status. */
  tips: ErrorTips | undefined;
}

/** Reads a log while it arrives. */
export interface LogReader {
  /** The log follows from its first character: called at the start, and when an incomplete response is retried. */
  begin: () => void;
  piece: (text: string) => void;
}

/** Maximum bytes of a deployment's result, log included: six times the size of 100,000 ordinary lines. */
const maxResultBytes = 64 * 1024 * 1024;

/** Milliseconds for the whole response: a log of 10 MB takes longer than other responses over a slow connection. */
const resultTimeoutMs = 150_000;

/**
 * Returns the status of a deployment and passes its whole log so far, with ANSI codes, to `reader` as it arrives
 * (platform-api.md 4.9). The log is complete only once this resolves.
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
  const links = helpers.filter(isObject).flatMap((helper) => parseLink(helper) ?? []);
  const reason = stringOf(json, 'possible_reason') || undefined;
  if (reason === undefined && links.length === 0) return undefined;
  return { matched: json['matched_solutions_found'] === true, reason, links };
}

/** Accepts only http and https URLs, because a click opens the link. */
function parseLink(helper: JsonObject): ErrorTips['links'][number] | undefined {
  const url = stringOf(helper, 'link') || stringOf(helper, 'location') || '';
  const text = stringOf(helper, 'text') || stringOf(helper, 'title') || url;
  const description = stringOf(helper, 'short_description') || stringOf(helper, 'description') || undefined;
  return isWebAddress(url) ? { text, description, url } : undefined;
}
