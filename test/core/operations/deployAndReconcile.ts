import type { Deploy, DeployOutcome, SentDeploy } from '../../../src/core/operations/deploy/deployOutcome.ts';
import { deployPackage, type DeployOptions } from '../../../src/core/operations/deploy/deployPackage.ts';
import { reconcileDeploy, type ReconcileDeployOptions } from '../../../src/core/operations/deploy/reconcileDeploy.ts';
import { parseAppCode, parseModuleName } from '../../../src/core/platform/names.ts';
import type { Platform } from '../../../src/core/platform/platform.ts';

export interface DeployAndReconcileOptions extends Partial<DeployOptions> {
  /** Called if the request got no clear response, before reconciling starts. */
  onSent?: ((sent: SentDeploy) => unknown) | undefined;
  /** The options of reconciling. The signal in these options stops only the reconciling, not the deployment. */
  reconciling?: Omit<ReconcileDeployOptions, 'sent'>;
}

/**
 * Returns the parameters of a deployment, by default of version 1.0.2 of demo-app to stag. Throws for invalid names.
 */
export function deployOf(differing: Partial<Record<keyof Deploy, string>> = {}): Deploy {
  const { appCode = 'demo-app', module = 'default', environment = 'stag', version = '1.0.2' } = differing;
  const code = parseAppCode(appCode);
  const name = parseModuleName(module);
  if (!code || !name) throw new Error(`no names: ${appCode}, ${module}`);
  return { appCode: code, module: name, environment: environment === 'prod' ? 'prod' : 'stag', version };
}

/** Deploys. If the response is lost, then reconciles until the outcome is known, as the extension's commands do. */
export async function deployAndReconcile(
  platform: Platform,
  deploy: Deploy,
  { onSent, reconciling, ...options }: DeployAndReconcileOptions = {},
): Promise<DeployOutcome> {
  const ended = await deployPackage(platform, deploy, { timeoutMs: 10_000, userName: 'admin', ...options });
  if (ended.status !== 'sent') return ended;
  await onSent?.(ended);
  return reconcileDeploy(platform, ended.pending, ended.interruption, {
    ...reconciling,
    sent: { clock: ended.sentAt },
  });
}

/**
 * Returns the outcome as one text, for example `started found`, `failed deploymentOngoing`, `unknown connectionLost
 * historyUnreadable` or `cancelled sent`.
 */
export function deployOutcomeText(outcome: DeployOutcome | SentDeploy): string {
  switch (outcome.status) {
    case 'started':
      return `started ${outcome.known}`;
    case 'failed':
      return `failed ${outcome.error.code}`;
    case 'cancelled':
      return outcome.sent ? 'cancelled sent' : 'cancelled';
    case 'unknown':
      return `unknown ${outcome.error.code} ${outcome.reason}`;
    case 'sent':
      return `sent ${outcome.interruption.kind}`;
  }
}
