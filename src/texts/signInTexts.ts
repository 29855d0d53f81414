import type { GatewayProblem } from '../core/operations/connection/probeGateway.ts';
import { sendsTokenUnencrypted } from '../core/platform/gatewayUrl.ts';
import type { SignInLink, SignInLinkProblem } from '../core/platform/signInLink.ts';
import { joinParts, sentencesText } from './formats.ts';
import { httpErrorText } from './httpErrorText.ts';
import { consoleUrlProblemText, gatewayUrlProblemText, tenantIdProblemText } from './inputTexts.ts';
import type { Translate } from './translate.ts';

/** Returns why a gateway URL does not work, and what to do. `host` is the URL's host. */
export function gatewayProblemText(t: Translate, problem: GatewayProblem, host: string): string {
  switch (problem.kind) {
    case 'wrongNameOrStage':
      return t(
        '“{0}” is an API gateway, but it doesn’t know the gateway name or the stage in the URL. The URL usually ends with /api/bkpaas3/prod.',
        host,
      );
    case 'redirected':
      return t('“{0}” redirects to {1}. If that’s the gateway, enter that URL instead.', host, problem.to);
    case 'notGateway':
      return t(
        '“{0}” isn’t a BlueKing API gateway (HTTP {1}). {2}',
        host,
        problem.status,
        t('Check the URL. Then check in a browser whether a proxy or VPN requires a sign-in.'),
      );
    case 'unavailable':
      return t('The gateway at “{0}” is unavailable (HTTP {1}).', host, problem.status);
    case 'notReached': {
      const { what, todo } = httpErrorText(t, problem.why, host);
      return sentencesText(t, [what, todo]);
    }
  }
}

/** Returns the sentences for a console URL whose gateway was not found. They say where to find the gateway URL. */
export function gatewayNotFoundText(t: Translate, host: string): string {
  return t(
    'Couldn’t find the gateway for “{0}”. Enter the gateway URL with its stage, such as {1}. You can find it on the Cloud API page of an application in the console, or ask the platform administrator.',
    host,
    'https://bkapi.example.com/api/bkpaas3/prod',
  );
}

/** Returns the sentence for a sign-in link that cannot be used. It never repeats a part of the link. */
export function signInLinkProblemText(t: Translate, problem: SignInLinkProblem): string {
  switch (problem) {
    case 'linkPathUnknown':
      return t(
        'The BlueKing PaaS extension can’t open this link. Only sign-in links (…/sign-in?gateway=…) and upload links (…/upload?app=…) are supported.',
      );
    case 'linkWithSecret':
      return t(
        'This sign-in link contains a token or password, so it wasn’t used. Ask the author to remove it from the link and to revoke it.',
      );
    case 'linkWithRepeatedPart':
      return t('This sign-in link contains more than one platform, so it wasn’t used.');
    case 'linkConsoleInvalid':
      return invalidLinkText(t, consoleUrlProblemText(t));
    case 'linkTenantInvalid':
      return invalidLinkText(t, tenantIdProblemText(t));
    default:
      return invalidLinkText(t, gatewayUrlProblemText(t, problem));
  }
}

function invalidLinkText(t: Translate, why: string): string {
  return t('This sign-in link can’t be used. {0}', why);
}

/** Describes what a sign-in link would do. The user confirms this text before anything is stored or sent. */
export function signInLinkDetail(t: Translate, { gatewayUrl, consoleUrl, tenantId }: SignInLink): string {
  const lines = [
    t('Gateway: {0}', gatewayUrl),
    t('Console: {0}', consoleUrl ?? t('not in the link')),
    tenantId === undefined ? '' : t('Tenant ID: {0}', tenantId),
    sendsTokenUnencrypted(gatewayUrl) ? plainHttpText(t) : '',
    t('You’ll be asked for your access token for this gateway. Continue only if you trust both hosts.'),
  ];
  return joinParts(lines, '\n');
}

export function plainHttpText(t: Translate): string {
  return t('With http, the access token is sent unencrypted. Use https if the gateway supports it.');
}
