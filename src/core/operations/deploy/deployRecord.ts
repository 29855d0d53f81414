import {
  deploymentStatuses,
  parseDeploymentId,
  type DeploymentId,
  type DeploymentStatus,
} from '../../platform/deployment.ts';
import { parseEnvironment, parseAppCode, parseModuleName } from '../../platform/names.ts';
import { isObject, numberOf, stringOf, type JsonObject } from '../../http/json.ts';
import type { Deploy, DeployBaseline } from './deployOutcome.ts';
import { parseOperation, platformErrorReplacer } from '../parseRecord.ts';
import type { RecordKind } from '../records.ts';
import type { OperationRecord, TrackedOperation } from '../trackedOperation.ts';

/** A deployment that was started on this computer. */
export interface DeployRecord extends OperationRecord<DeployBaseline> {
  deploy: Deploy;
  /** The platform's id of the deployment. Undefined until the id is known. */
  deploymentId: DeploymentId | undefined;
  /**
   * Final status of the deployment. Undefined while the deployment is in progress. `notStarted` if the deployment did
   * not start, or if it stays unknown whether it started.
   */
  outcome: DeploymentStatus | 'notStarted' | undefined;
}

/**
 * The deployments that were started on this computer. Data that the platform stores, such as the log, is not stored
 * again.
 */
export type TrackedDeploys = TrackedOperation<DeployBaseline, DeployRecord>;

export const deployRecordKind: RecordKind<DeployRecord> = {
  write: writeDeployRecord,
  read: parseDeployRecord,
  maxKept: 20,
  // Build and release can take 15 minutes each, and hooks up to 30 minutes (platform-api.md 4.8).
  longestAtWorkMs: 90 * 60_000,
};

/**
 * Returns a record as JSON text. Parses the record first, to remove unknown members, because they could contain
 * credentials.
 */
function writeDeployRecord(record: DeployRecord): string {
  return JSON.stringify(parseDeployRecord(record), (key, value: unknown) => {
    const plain = platformErrorReplacer(key, value);
    return typeof plain === 'string' && keysOfServerText.has(key) ? plain.replace(urlCredentials, '//***@') : plain;
  });
}

/** Members of an error whose text comes from a server. Such a text can contain a URL with a password. */
const keysOfServerText: ReadonlySet<string> = new Set(['said', 'subject', 'applyUrl']);
const urlCredentials = /\/\/[^\s/?#"'<>]*@/g;

function parseDeployRecord(json: unknown): DeployRecord | undefined {
  if (!isObject(json) || !isObject(json['deploy'])) return undefined;
  const operation = parseOperation(json, parseBaseline);
  const { deploy } = json;
  const appCode = parseAppCode(stringOf(deploy, 'appCode') ?? '');
  const module = parseModuleName(stringOf(deploy, 'module') ?? '');
  const environment = parseEnvironment(stringOf(deploy, 'environment'));
  const version = stringOf(deploy, 'version');
  if (!operation || !appCode || !module || !environment || version === undefined) return undefined;
  return {
    ...operation,
    deploy: { appCode, module, environment, version },
    deploymentId: parseDeploymentId(stringOf(json, 'deploymentId')),
    outcome: [...deploymentStatuses, 'notStarted' as const].find((outcome) => outcome === json['outcome']),
  };
}

/**
 * Parses the baseline. Undefined if the id in the baseline is invalid. Without the id, the baseline would mean that
 * there was no earlier deployment, and every earlier deployment would count as started by this request.
 */
function parseBaseline(json: JsonObject): DeployBaseline | undefined {
  const text = json['newest'];
  const newest = parseDeploymentId(stringOf(json, 'newest'));
  return text === undefined || newest ? { newest, answeredAt: numberOf(json, 'answeredAt') } : undefined;
}
