import type { Identity } from '../core/platform/applications.ts';
import type { Translate } from './translate.ts';

/** "Signed in to … as …", as far as the gateway told who. */
export function signedInText(t: Translate, platformName: string, { userName, appCode }: Identity): string {
  if (userName && appCode)
    return t('Signed in to {0} as {1} (token of application {2}).', platformName, userName, appCode);
  if (userName) return t('Signed in to {0} as {1}.', platformName, userName);
  return t('Signed in to {0}.', platformName);
}
