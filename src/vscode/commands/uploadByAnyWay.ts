import { pickRelease } from '../publish/pickRelease.ts';
import { publishAndUpload } from '../publish/publishAndUpload.ts';
import type { PublicRelayOutcome } from '../publish/publishSource.ts';
import type { PublishServices } from '../publish/publishServices.ts';
import type { Detour } from '../upload/uploadHints.ts';
import { uploadUnlessDetour } from '../upload/uploadPackage.ts';

/**
 * `bkpaas.uploadPackage`: from the palette, the tree, the Explorer, a keybinding or another extension. By link, or by another
 * way that is offered in the place of one.
 */
export async function uploadByAnyWay(services: PublishServices, argument?: unknown): Promise<PublicRelayOutcome> {
  const outcome = await uploadUnlessDetour(services, argument);
  return 'to' in outcome ? takeDetour(services, outcome) : outcome;
}

/** Goes on with what was chosen in place of a link. */
function takeDetour(services: PublishServices, detour: Detour): Promise<PublicRelayOutcome> {
  const { appCode, module } = detour;
  const known = { ...(appCode ? { appCode } : {}), ...(module ? { module } : {}) };
  switch (detour.to) {
    case 'release':
      return pickRelease(services, known);
    case 'resource':
      return publishAndUpload(services, { ...known, path: detour.resource.toString() });
    case 'relay':
      return publishAndUpload(services, { ...known, packageUrl: detour.packageUrl });
  }
}
