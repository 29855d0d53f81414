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
import { parseRecordId, type RecordKind } from '../records.ts';
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

/** Returns the record as it is stored on disk, member by member and without credentials. */
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

/** Members of an error with text from a server, which can repeat a URL with a password. */
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

/** Parses the baseline. Undefined for an invalid id: as “none before”, it would make every older deployment ours. */
function readBaseline(json: JsonObject): DeployBaseline | undefined {
  const text = json['newest'];
  const newest = parseDeploymentId(stringOf(json, 'newest'));
  return text === undefined || newest ? { newest, answeredAt: numberOf(json, 'answeredAt') } : undefined;
}
