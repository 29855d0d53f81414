import type { HttpErrorKind } from '../core/http/httpError.ts';
import type { Advice } from './errorText.ts';
import type { Translate } from './translate.ts';

/**
 * Explains why a BK-Repo or a release source sent no complete response. For the gateway, `connectionErrorTexts.ts` has
 * the texts.
 */
export function httpErrorText(t: Translate, kind: HttpErrorKind, host: string): Advice {
  const network = t('Check the address, and make sure that you’re connected to the right network.');
  const proxy = {
    what: t('Couldn’t connect to “{0}” through the proxy.', host),
    todo: t('Check the http.proxy and http.noProxy settings.'),
  };
  const unreadable = { what: t('Couldn’t read the response from “{0}”.', host), todo: network };
  const texts: Record<HttpErrorKind, Advice> = {
    nameNotFound: { what: t('Couldn’t find the host “{0}”.', host), todo: network },
    connectionRefused: { what: t('“{0}” refused the connection.', host), todo: network },
    unreachable: { what: t('Couldn’t reach “{0}”.', host), todo: network },
    connectionLost: { what: t('The connection to “{0}” was lost.', host), todo: t('Try again.') },
    certificateUntrusted: {
      what: t('The certificate of “{0}” isn’t trusted.', host),
      todo: t('Add the root certificate of its certificate authority to the operating system, and restart VS Code.'),
    },
    tlsFailed: { what: t('Couldn’t establish a secure connection to “{0}”.', host), todo: network },
    proxyFailed: proxy,
    proxyUnreachable: proxy,
    proxyLoginRequired: proxy,
    timedOut: { what: t('The request to “{0}” timed out.', host), todo: t('Try again later.') },
    cancelled: { what: t('Canceled.'), todo: '' },
    answerTooLarge: unreadable,
    answerUndecodable: unreadable,
  };
  return texts[kind];
}
