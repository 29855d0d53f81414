import {
  deploymentStatuses,
  parseDeploymentId,
  type DeploymentId,
  type DeploymentStatus,
} from '../../platform/deployment.ts';
import { parseEnvironment, parseAppCode, parseModuleName } from '../../platform/names.ts';
import { isObject, numberOf, stringOf, type JsonObject } from '../../http/json.ts';
import type { Deploy, DeployBaseline } from './deployOutcome.ts';
import { parseInterruption, parseRecordPlatform, withPlainError } from '../parseRecord.ts';
import { parseRecordId, type RecordKind, type Records } from '../records.ts';
import type { OperationRecord, TrackedOperation } from '../trackedOperation.ts';

/** A deployment that this computer started, until its end is known. */
export interface DeployRecord extends OperationRecord<DeployBaseline> {
  deploy: Deploy;
  /** The platform's own id, once it is known. */
  deploymentId: DeploymentId | undefined;
  /** How it ended; undefined while it has not, and `notStarted` when it never began or that could not be found out. */
  outcome: DeploymentStatus | 'notStarted' | undefined;
}

/** The deployments of this computer; what the platform itself remembers is not kept again. */
export type DeployRecords = Records<DeployRecord>;
export type TrackedDeploys = TrackedOperation<DeployBaseline, DeployRecord>;

export const deployRecords: RecordKind<DeployRecord> = {
  write: writeDeployRecord,
  read: parseDeployRecord,
  maxKept: 20,
  // Building, releasing and the hooks may take 15 minutes each, hooks twice that (platform-api.md 4.8).
  longestAtWorkMs: 90 * 60_000,
};

/** The record as it may lie on a disk, member by member: nothing in it lets anybody in anywhere. */
function writeDeployRecord({
  id,
  startedAt,
  platform,
  userName,
  deploy,
  sent,
  deploymentId,
  outcome,
}: DeployRecord): string {
  const { appCode, module, environment, version } = deploy;
  const kept = {
    ...{ id, startedAt, platform: { name: platform.name, gatewayUrl: platform.gatewayUrl }, userName },
    deploy: { appCode, module, environment, version },
    sent: sent && {
      ...{ at: sent.at, baseline: sent.baseline },
      interruption: sent.interruption && withPlainError(sent.interruption),
    },
    ...{ deploymentId, outcome },
  };
  return JSON.stringify(kept, (key, value: unknown) =>
    typeof value === 'string' && othersWords.has(key) ? value.replace(urlCredentials, '//***@') : value,
  );
}

/** Members of an error that somebody else worded, and who may have repeated an address with a password in it. */
const othersWords: ReadonlySet<string> = new Set(['said', 'subject', 'applyUrl']);
const urlCredentials = /\/\/[^\s/?#"'<>]*@/g;

function parseDeployRecord(json: unknown): DeployRecord | undefined {
  if (!isObject(json) || !isObject(json['deploy'])) return undefined;
  const { deploy, sent } = json;
  const platform = parseRecordPlatform(json['platform']);
  const id = parseRecordId(stringOf(json, 'id'));
  const appCode = parseAppCode(stringOf(deploy, 'appCode') ?? '');
  const module = parseModuleName(stringOf(deploy, 'module') ?? '');
  const environment = parseEnvironment(stringOf(deploy, 'environment'));
  const version = stringOf(deploy, 'version');
  if (!platform || !id || !appCode || !module || !environment || version === undefined) return undefined;
  return {
    id,
    startedAt: numberOf(json, 'startedAt') ?? 0,
    platform,
    userName: stringOf(json, 'userName'),
    deploy: { appCode, module, environment, version },
    sent: isObject(sent)
      ? {
          at: numberOf(sent, 'at') ?? 0,
          baseline: isObject(sent['baseline']) ? readBaseline(sent['baseline']) : undefined,
          interruption: isObject(sent['interruption']) ? parseInterruption(sent['interruption']) : undefined,
        }
      : undefined,
    deploymentId: parseDeploymentId(stringOf(json, 'deploymentId')),
    outcome: [...deploymentStatuses, 'notStarted' as const].find((outcome) => outcome === json['outcome']),
  };
}

/** Undefined for an id that is none: taken for “there was none before”, it would make every older deployment ours. */
function readBaseline(json: JsonObject): DeployBaseline | undefined {
  const text = json['newest'];
  const newest = parseDeploymentId(stringOf(json, 'newest'));
  return text === undefined || newest ? { newest, answeredAt: numberOf(json, 'answeredAt') } : undefined;
}
