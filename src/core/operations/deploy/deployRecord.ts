import {
  deploymentStatuses,
  parseDeploymentId,
  type DeploymentId,
  type DeploymentStatus,
} from '../../platform/deployment.ts';
import { parseEnvironment, parseAppCode, parseModuleName } from '../../platform/names.ts';
import { isObject, numberOf, stringOf, type JsonObject } from '../../http/json.ts';
import type { Deploy, DeployBaseline } from './deployOutcome.ts';
import { parseOperation, plainError } from '../parseRecord.ts';
import type { RecordKind } from '../records.ts';
import type { OperationRecord, TrackedOperation } from '../trackedOperation.ts';

/** A deployment that was started on this computer. */
export interface DeployRecord extends OperationRecord<DeployBaseline> {
  deploy: Deploy;
  /** The platform's id, once it is known. */
  deploymentId: DeploymentId | undefined;
  /** How it ended. Undefined while it is in progress; `notStarted` if it did not start or that stays unknown. */
  outcome: DeploymentStatus | 'notStarted' | undefined;
}

/** The deployments of this computer. What the platform stores is not stored again. */
export type TrackedDeploys = TrackedOperation<DeployBaseline, DeployRecord>;

export const deployRecords: RecordKind<DeployRecord> = {
  write: writeDeployRecord,
  read: parseDeployRecord,
  maxKept: 20,
  // Build and release can take 15 minutes each, hooks twice that (platform-api.md 4.8).
  longestAtWorkMs: 90 * 60_000,
};

/** Returns the text of a record. Parsing it first leaves only the members that are known, and no credentials. */
function writeDeployRecord(record: DeployRecord): string {
  return JSON.stringify(parseDeployRecord(record), (key, value: unknown) => {
    const plain = plainError(key, value);
    return typeof plain === 'string' && othersWords.has(key) ? plain.replace(urlCredentials, '//***@') : plain;
  });
}

/** Members of an error with text from a server, which can repeat a URL with a password. */
const othersWords: ReadonlySet<string> = new Set(['said', 'subject', 'applyUrl']);
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

/** Parses the baseline. Undefined for an invalid id: as “none before”, it would make every older deployment ours. */
function parseBaseline(json: JsonObject): DeployBaseline | undefined {
  const text = json['newest'];
  const newest = parseDeploymentId(stringOf(json, 'newest'));
  return text === undefined || newest ? { newest, answeredAt: numberOf(json, 'answeredAt') } : undefined;
}
