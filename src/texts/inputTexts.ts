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
    gatewayUrlUnreadable: t('This isn’t a URL. Enter a URL such as https://bkapi.example.com/api/bkpaas3/prod'),
    gatewayUrlSchemeRefused: t('The gateway URL must start with https:// or http://'),
    gatewayUrlWithCredentials: t(
      'Remove the user name and password from the URL. You enter the access token in a later step.',
    ),
    gatewayUrlWithoutStage: t(
      'The stage is missing at the end. A complete URL is, for example, …/api/bkpaas3/prod or https://bkpaas3.apigw.example.com/prod',
    ),
  };
  return texts[problem];
}

export function accessTokenProblemText(t: Translate, problem: AccessTokenProblem): string {
  const texts: Record<AccessTokenProblem, string> = {
    tokenEmpty: t('Paste the access token.'),
    tokenUnreadable: t(
      'No access token found. Paste the token itself, {0} or a complete X-BKAPI-AUTHORIZATION header.',
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
      t('With any other character, an upload can overwrite the package of another version.'),
    ),
  };
  return texts[problem];
}

export function unusualVersionText(t: Translate): string {
  return t('The version becomes part of an image tag, so it’s safer to use only letters, digits, “.”, “_” and “-”.');
}

export function consoleUrlProblemText(t: Translate): string {
  return t('Enter the URL of the platform’s console, for example https://paas.example.com');
}

export function tenantIdProblemText(t: Translate): string {
  return t('Use only letters, digits, “-” and “_” in a tenant ID. If your platform has no tenants, leave it empty.');
}

export function packageUrlProblemText(t: Translate, problem: PackageUrlProblem): string {
  const texts: Record<PackageUrlProblem, string> = {
    empty: t('Enter the URL of the source package.'),
    notAUrl: t('Enter a URL that starts with https:// or http://'),
    schemeNotAllowed: t('The platform downloads only from http:// and https:// URLs.'),
    containsSpace: t('The URL contains a space or an invisible character.'),
    tooLong: t('The URL is longer than the platform’s limit of 2,048 characters.'),
    credentialsInvalid: t('The user name or password in the URL has characters that must be percent-encoded.'),
    hostMissing: t('The URL has no host.'),
    singleLabelHost: t('Use the full domain name of the host. The platform rejects short names such as “bkrepo”.'),
    hostInvalid: t('The URL’s host isn’t a valid domain name or IP address.'),
    portInvalid: t('The URL’s port isn’t valid.'),
  };
  return texts[problem];
}
