import type { HttpErrorKind } from '../core/http/httpError.ts';
import type { Translate } from './translate.ts';

/** Explains why a host other than the platform's gateway, a repository or a release source, gave no response. */
export function httpErrorText(t: Translate, kind: HttpErrorKind, host: string): { what: string; todo: string } {
  const proxy = t('Check VS Code’s settings http.proxy and http.noProxy.');
  const network = t('Check the address, and whether you are connected to the right network.');
  switch (kind) {
    case 'nameNotFound':
      return { what: t('The host “{0}” could not be found.', host), todo: network };
    case 'connectionRefused':
      return { what: t('“{0}” refused the connection.', host), todo: network };
    case 'unreachable':
      return { what: t('“{0}” cannot be reached from here.', host), todo: network };
    case 'connectionLost':
      return { what: t('The connection to “{0}” broke off.', host), todo: t('Try again.') };
    case 'certificateUntrusted':
      return {
        what: t('The certificate of “{0}” is not trusted.', host),
        todo: t('Add the certificate of the authority that signed it to the system, and restart VS Code.'),
      };
    case 'tlsFailed':
      return { what: t('No secure connection to “{0}” could be made.', host), todo: network };
    case 'proxyFailed':
    case 'proxyUnreachable':
    case 'proxyLoginRequired':
      return { what: t('The proxy on the way to “{0}” did not let the request through.', host), todo: proxy };
    case 'timedOut':
      return { what: t('“{0}” did not answer in time.', host), todo: t('Try again later.') };
    case 'cancelled':
      return { what: t('Cancelled.'), todo: '' };
    case 'answerTooLarge':
    case 'answerUndecodable':
      return { what: t('The answer of “{0}” cannot be read.', host), todo: network };
  }
}
