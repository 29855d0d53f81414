import type { AccessTokenProblem } from '../core/platform/accessToken.ts';
import type { GatewayUrlProblem } from '../core/platform/gatewayUrl.ts';
import { maxVersionLength, type VersionProblem } from '../core/platform/names.ts';
import type { PackageUrlProblem } from '../core/releases/packageUrl.ts';
import type { Translate } from './translate.ts';

/** Returns the sentence under an input box. The sentence says what is wrong with the text, and what is expected. */
export function gatewayUrlProblemText(t: Translate, problem: GatewayUrlProblem): string {
  const texts: Record<GatewayUrlProblem, string> = {
    gatewayUrlEmpty: t(
      'Enter the gateway URL including the stage, for example https://bkapi.example.com/api/bkpaas3/prod',
    ),
    gatewayUrlUnreadable: t(
      'This is not a URL. It begins with https:// and names the gateway’s host, for example https://bkapi.example.com/api/bkpaas3/prod',
    ),
    gatewayUrlSchemeRefused: t('Only https:// and http:// addresses can be a gateway.'),
    gatewayUrlWithCredentials: t(
      'Leave the user name and password out of the URL; the access token is asked for in a later step.',
    ),
    gatewayUrlWithoutStage: t(
      'The stage is missing at the end: …/api/bkpaas3/prod, or https://bkpaas3.apigw.example.com/prod',
    ),
  };
  return texts[problem];
}

export function accessTokenProblemText(t: Translate, problem: AccessTokenProblem): string {
  const texts: Record<AccessTokenProblem, string> = {
    tokenEmpty: t('Paste the access token.'),
    tokenUnreadable: t(
      'No access token found in this. Paste the bare token, {0}, or a whole X-BKAPI-AUTHORIZATION header.',
      '{"access_token": "…"}',
    ),
  };
  return texts[problem];
}

export function versionProblemText(t: Translate, problem: VersionProblem): string {
  const texts: Record<VersionProblem, string> = {
    versionBlank: t('Enter a version, for example 1.0.3.'),
    versionTooLong: t('Enter a version of at most {0} characters.', maxVersionLength),
    versionUnsafe: t(
      '{0} {1}',
      t('Use only letters, digits, “.”, “_”, “-” and “+” in a version.'),
      t('With other characters, an upload can replace the package of another version.'),
    ),
  };
  return texts[problem];
}

export function unusualVersionText(t: Translate): string {
  return t(
    'The platform takes this, but letters, digits, “.”, “_” and “-” are safer in a version: it becomes part of an image tag.',
  );
}

export function consoleUrlProblemText(t: Translate): string {
  return t('This is not a web address. The platform’s console has one like https://paas.example.com');
}

export function tenantIdProblemText(t: Translate): string {
  return t('A tenant ID has letters, digits, “-” or “_”. Leave it empty if your platform has no tenants.');
}

export function packageUrlProblemText(t: Translate, problem: PackageUrlProblem): string {
  const texts: Record<PackageUrlProblem, string> = {
    empty: t('Enter the link of the source package.'),
    notAUrl: t('This is not a link. It begins with https:// or http://'),
    schemeNotAllowed: t('The platform downloads only over http:// and https://'),
    containsSpace: t('There is a space or an invisible character inside the link.'),
    tooLong: t('The link is longer than the platform takes (2,048 characters).'),
    credentialsInvalid: t('The user name or password in the link has characters that must be percent-encoded.'),
    hostMissing: t('The link names no host.'),
    singleLabelHost: t('The host needs its full domain name: the platform refuses short names such as “bkrepo”.'),
    hostInvalid: t('The link’s host is not a valid domain name or IP address.'),
    portInvalid: t('The port in the link is not valid.'),
  };
  return texts[problem];
}
