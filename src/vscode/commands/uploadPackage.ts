import { uploadRelease } from '../publish/pickRelease.ts';
import { publishLink } from '../publish/fromRelease.ts';
import { publishResource } from '../publish/publishCommand.ts';
import { runPublishCommand, type PublicPublishOutcome } from '../publish/publishOutcome.ts';
import type { PublishServices } from '../publish/publishServices.ts';
import { parseUploadArguments, type ParsedUploadArguments } from '../upload/uploadArguments.ts';
import { prepareUpload, runUploadCommand, uploadPrepared, type ChosenSource } from '../upload/uploadByLink.ts';
import { readClipboardLink, offeredSources, type FilledAnswers } from '../upload/uploadContext.ts';

/**
 * Implements `bkpaas.uploadPackage`, which the palette, the trees, the Explorer, keybindings and other extensions call.
 */
export async function uploadPackage(services: PublishServices, argument?: unknown): Promise<PublicPublishOutcome> {
  const outcome = await runUploadCommand(services, () =>
    uploadLinkOrReturnSource(services, parseUploadArguments(argument)),
  );
  return 'kind' in outcome ? uploadFrom(services, outcome) : outcome;
}

/**
 * Uploads like `uploadPackage`, with an argument that is already parsed. The questions start with the answers in
 * `filled`.
 */
export async function uploadWithParsedArguments(
  services: PublishServices,
  start: ParsedUploadArguments,
  filled?: FilledAnswers,
): Promise<PublicPublishOutcome> {
  const outcome = await runUploadCommand(services, () => uploadLinkOrReturnSource(services, start, filled));
  return 'kind' in outcome ? uploadFrom(services, outcome) : outcome;
}

/** Uploads by link. If the user chooses a source other than a link, uploads nothing and resolves to this source. */
async function uploadLinkOrReturnSource(
  services: PublishServices,
  start: ParsedUploadArguments,
  filled?: FilledAnswers,
): Promise<PublicPublishOutcome | ChosenSource> {
  const hasReleases = (await services.publishing.sources.settings()).length > 0;
  const offers = {
    filled,
    sources: await offeredSources(start.resource, hasReleases),
    clipboard: await readClipboardLink(),
  };
  const prepared = await prepareUpload(services, start, offers);
  if (!prepared) return { status: 'cancelled' };
  return prepared.kind === 'link' ? uploadPrepared(services, prepared) : prepared;
}

function uploadFrom(
  services: PublishServices,
  { session, source, target }: ChosenSource,
): Promise<PublicPublishOutcome> {
  switch (source.kind) {
    case 'release':
      return runPublishCommand(services, () => uploadRelease(services, session, target));
    case 'resource':
      return runPublishCommand(services, () => publishResource(services, session, source.resource, target));
    case 'relay':
      return runPublishCommand(services, () => publishLink(services, session, source.packageUrl, target));
  }
}
