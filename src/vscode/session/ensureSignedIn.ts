import { PlatformError } from '../../core/platform/platformError.ts';
import type { SignedIn } from './session.ts';
import { readPlatforms } from '../editor/settings.ts';
import type { SessionServices } from './sessionServices.ts';
import { signIn } from './signIn.ts';

/**
 * The session a command needs; starts the sign-in when there is none. `platform` is a name or gateway URL of the settings.
 * Resolves with undefined when the person cancelled; throws `PlatformError` platformUnknown.
 */
export async function ensureSignedIn(services: SessionServices, platform?: string): Promise<SignedIn | undefined> {
  const current = await services.session.read();
  if (platform === undefined) return current.state === 'signedIn' ? current : signIn(services);

  // The current one may be missing from the settings, if they could not be written.
  const known = [...(current.state === 'signedOut' ? [] : [current.platform]), ...readPlatforms()];
  const gatewayUrl = platform.trim().replace(/\/+$/, '');
  const wanted = known.find((candidate) => candidate.name === platform || candidate.gatewayUrl === gatewayUrl);
  if (!wanted) throw new PlatformError('platformUnknown', { subject: platform });
  const isCurrent = current.state !== 'signedOut' && current.platform.gatewayUrl === wanted.gatewayUrl;
  // A token that was refused is not tried again: it is asked for.
  if (isCurrent) return current.state === 'signedIn' ? current : signIn(services, wanted);
  return (await services.session.switchTo(wanted)) ?? signIn(services, wanted);
}
