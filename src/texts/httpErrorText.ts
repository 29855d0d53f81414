import type { HttpErrorKind } from '../core/http/httpError.ts';
import type { Advice } from './errorText.ts';
import type { Translate } from './translate.ts';

/**
 * Explains why a BK-Repo or a release source sent no complete response. For the gateway, `connectionErrorTexts.ts` has
 * the texts.
 */
export function httpErrorText(t: Translate, kind: HttpErrorKind, host: string): Advice {
  const network = t('Check the address, and whether you are connected to the right network.');
  const proxy = {
    what: t('The proxy on the way to “{0}” did not let the request through.', host),
    todo: t('Check VS Code’s settings http.proxy and http.noProxy.'),
  };
  const unreadable = { what: t('The answer of “{0}” cannot be read.', host), todo: network };
  const texts: Record<HttpErrorKind, Advice> = {
    nameNotFound: { what: t('The host “{0}” could not be found.', host), todo: network },
    connectionRefused: { what: t('“{0}” refused the connection.', host), todo: network },
    unreachable: { what: t('“{0}” cannot be reached from here.', host), todo: network },
    connectionLost: { what: t('The connection to “{0}” broke off.', host), todo: t('Try again.') },
    certificateUntrusted: {
      what: t('The certificate of “{0}” is not trusted.', host),
      todo: t('Add the certificate of the authority that signed it to the system, and restart VS Code.'),
    },
    tlsFailed: { what: t('No secure connection to “{0}” could be made.', host), todo: network },
    proxyFailed: proxy,
    proxyUnreachable: proxy,
    proxyLoginRequired: proxy,
    timedOut: { what: t('“{0}” did not answer in time.', host), todo: t('Try again later.') },
    cancelled: { what: t('Cancelled.'), todo: '' },
    answerTooLarge: unreadable,
    answerUndecodable: unreadable,
  };
  return texts[kind];
}
