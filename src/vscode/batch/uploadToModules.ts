import * as vscode from 'vscode';
import { parseUploadRequest } from '../../core/operations/upload/parseUploadRequest.ts';
import type { UploadByLink } from '../../core/platform/sourcePackages.ts';
import { oneOrMany } from '../../texts/formats.ts';
import { commandIds } from '../editor/ids.ts';
import { runWizard } from '../editor/wizard.ts';
import { moduleOffers } from '../modules/activeTarget.ts';
import { runApiCommand } from '../session/presentError.ts';
import { ensureSignedIn } from '../session/signIn.ts';
import { askLink } from '../upload/askLink.ts';
import { suggestedVersion, createVersionAsker, versionValidation } from '../upload/askVersion.ts';
import { publicUploadOutcome, type PublicUploadOutcome } from '../upload/publicOutcome.ts';
import { confirmLink } from '../upload/uploadByLink.ts';
import { readClipboardLink, parseUploadDraft, readUploadContext } from '../upload/uploadContext.ts';
import { describedModules, moduleSteps, type ModulesDraft } from './askModules.ts';
import { overwritesStep, type ConfirmedModule } from './askOverwrites.ts';
import { parseBatchArguments, type ParsedBatchArguments } from './batchArguments.ts';
import type { BatchServices } from './batches.ts';
import { runBatch } from './runBatch.ts';

const { t } = vscode.l10n;

/** The result of `bkpaas.uploadToModules` for keybindings and other extensions. The result is plain data. */
export type PublicBatchOutcome =
  /** Nothing was sent. */
  | { status: 'cancelled' }
  | Extract<PublicUploadOutcome, { status: 'failed' }>
  /** One outcome for each module, as `bkpaas.uploadPackage` returns it. */
  | { status: 'ended'; modules: { appCode: string; module: string; outcome: PublicUploadOutcome }[] };

/**
 * Implements `bkpaas.uploadToModules`: uploads one package to several modules. Asks for missing arguments. Shows
 * errors. Resolves when each upload has an outcome.
 */
export function uploadToModules(services: BatchServices, argument?: unknown): Promise<PublicBatchOutcome> {
  return runApiCommand(
    services,
    commandIds.uploadToModules,
    () => runUploadToModules(services, parseBatchArguments(argument)),
    (error): PublicBatchOutcome => {
      const outcome = publicUploadOutcome(t, { status: 'failed', error });
      return outcome.status === 'failed' ? outcome : { status: 'cancelled' };
    },
  );
}

async function runUploadToModules(services: BatchServices, start: ParsedBatchArguments): Promise<PublicBatchOutcome> {
  const draft = parseUploadDraft(start.arguments);
  const given = { ...draft };
  const session = await ensureSignedIn(services, start.arguments.platform);
  if (!session) return { status: 'cancelled' };
  const { resource } = start;
  const context = {
    ...(await readUploadContext(services, session, { arguments: {}, ...(resource && { resource }) })),
    clipboard: given.packageUrl === undefined ? await readClipboardLink() : undefined,
  };
  const described = resource ? context.folder.targets : start.modules ? [] : await describedModules();
  const modules: ModulesDraft = { modules: start.modules ?? [], applications: start.applications };
  let confirmed: readonly ConfirmedModule[] = [];
  const title = t('Upload to Several Modules');
  const first = (): string => {
    const count = modules.modules.length;
    return oneOrMany(
      count,
      t('Version of the package for 1 module'),
      t('Version of the package for {0} modules', count),
    );
  };
  const isComplete = await runWizard([
    ...moduleSteps(services, modules, {
      title,
      offers: resource ? context.offers : moduleOffers(services, session, described),
      described,
      // The question for the link offers the links of the draft's module, so the first picked module becomes the
      // draft's module.
      onPicked: ([module]) => {
        draft.appCode = module?.appCode;
        draft.module = module?.module;
      },
    }),
    askLink(draft, context, { title, leave: () => undefined }),
    {
      skip: () => given.version !== undefined,
      ask: createVersionAsker({
        title,
        prompt: first,
        suggested: () => suggestedVersion(draft.packageUrl ?? '', context.folder, undefined),
        validate: (text) => versionValidation(text, draft.packageUrl, []),
        take: (version) => (draft.version = version),
      }),
    },
    {
      ...overwritesStep(services, {
        title,
        modules: () => modules.modules,
        version: () => draft.version ?? '',
        take: (taken) => (confirmed = taken),
      }),
      // The caller's `allowOverwrite` applies to all modules.
      skip: () => given.allowOverwrite !== undefined,
    },
  ]);
  const { allowOverwrite } = given;
  if (allowOverwrite !== undefined) confirmed = modules.modules.map((module) => ({ ...module, allowOverwrite }));
  const { packageUrl = '', version = '' } = draft;
  // Validates all uploads before the first is sent.
  const requests = isComplete
    ? confirmed.map((module): UploadByLink => parseUploadRequest({ ...module, packageUrl, version }))
    : [];
  const [request] = requests;
  if (!request || !(await confirmLink(services, session, context.inspector.at(request.packageUrl), context.accepted))) {
    context.inspector.stop();
    return { status: 'cancelled' };
  }
  const batch = services.uploads.batches.all.start(session, requests);
  const inspect = () => context.inspector.at(request.packageUrl);
  await runBatch(services, session, batch, (via) => batch.run(via), inspect);
  return {
    status: 'ended',
    modules: batch.rows.map(({ record: { upload, outcome } }) => ({
      appCode: upload.appCode,
      module: upload.module,
      outcome: publicUploadOutcome(t, outcome ?? { status: 'cancelled', sent: false }),
    })),
  };
}
