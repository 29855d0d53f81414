import type { Environment } from '../core/platform/names.ts';
import type { DeployTarget } from '../core/platform/paths.ts';
import type { Translate } from './translate.ts';

/** Returns the display name of an environment, whose name on the platform is `stag` or `prod`. */
export function environmentName(t: Translate, environment: Environment): string {
  return environment === 'stag' ? t('Staging') : t('Production');
}

/** Returns the display name of a target, such as `demo-app / default → Staging`. */
export function targetName(t: Translate, { appCode, module, environment }: DeployTarget): string {
  return t('{0} / {1} → {2}', appCode, module, environmentName(t, environment));
}
