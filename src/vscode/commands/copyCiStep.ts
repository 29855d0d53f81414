import * as vscode from 'vscode';
import { ciKinds, ciStep, type CiKind, type CiStep } from '../../core/operations/ci/ciStep.ts';
import { environments, type Environment } from '../../core/platform/names.ts';
import type { ModuleTarget } from '../../core/platform/paths.ts';
import { maskPackageUrl } from '../../core/releases/packageUrl.ts';
import { environmentName } from '../../texts/targetNames.ts';
import { showInformation } from '../editor/notifications.ts';
import { pickChoice, type ChoiceItem } from '../editor/quickInput.ts';
import { isOnPlatform, readPlatforms, type PlatformSetting } from '../editor/settings.ts';
import { runWizard, takeAnswer, type WizardStep } from '../editor/wizard.ts';
import { activeTarget, moduleOffers } from '../modules/activeTarget.ts';
import { targetSteps, type TargetDraft } from '../modules/askTarget.ts';
import { isModuleNode } from '../modules/nodes.ts';
import { platformLanguage } from '../session/connect.ts';
import { ensureSignedIn } from '../session/signIn.ts';
import type { UploadServices } from '../upload/uploadServices.ts';

const { t } = vscode.l10n;

/** What a step uploads, and to which module. Without URL and version, the step reads both from CI variables. */
interface CiStepSource extends ModuleTarget {
  platform: PlatformSetting;
  packageUrl?: string;
  version?: string;
}

interface CiStepDraft extends TargetDraft {
  source?: CiStepSource;
  kind?: CiKind;
  environment?: Environment | undefined;
}

/**
 * Implements `bkpaas.copyCiStep`: copies a CI step to the clipboard. The step repeats the last upload, or uploads to
 * the given module or to the folder's target. If there is none of these, asks for a module. The step contains no
 * secret.
 */
export async function copyCiStep(services: UploadServices, argument?: unknown): Promise<void> {
  const sources = await findSources(services, argument);
  const session = sources.length === 0 ? await ensureSignedIn(services) : undefined;
  if (sources.length === 0 && !session) return;
  const [first, ...others] = sources;
  const draft: CiStepDraft = first && others.length === 0 ? { source: first } : {};
  const title = t('Copy as CI Step');
  const finished = await runWizard([
    ...(session ? targetSteps(services, draft, { title, offers: moduleOffers(services, session) }) : []),
    ...(others.length > 0 ? [sourceStep(draft, title, sources)] : []),
    kindStep(draft, title),
    environmentStep(draft, title),
  ]);
  if (!finished) return;
  const { appCode, module, kind, environment } = draft;
  const source =
    draft.source ?? (session && appCode && module ? { platform: session.platform, appCode, module } : undefined);
  if (!source || !kind) return;
  const { gatewayUrl, tenantId } = source.platform;
  const step = ciStep(kind, {
    ...{ appCode: source.appCode, module: source.module, packageUrl: source.packageUrl, version: source.version },
    ...{ gatewayUrl, tenantId, environment, language: platformLanguage() },
  });
  await vscode.env.clipboard.writeText(step.text);
  notifyCopied(kind, step);
}

/**
 * Returns the uploads that the step can do: the last upload, and an upload to the given module or the folder's target.
 * If a module is given, leaves out a last upload to another module.
 */
async function findSources({ session, uploads }: UploadServices, argument: unknown): Promise<CiStepSource[]> {
  const state = await session.read();
  const current = state.state === 'signedOut' ? undefined : state.platform;
  const node = isModuleNode(argument) ? { appCode: argument.appCode, module: argument.module.name } : undefined;
  const target = node ?? activeTarget();
  const platforms = [...(current ? [current] : []), ...readPlatforms()];
  const platform = platforms.find((each) => !target || node || isOnPlatform(target, each));
  const report = uploads.reports.current;
  const last = report && { ...report.record.upload, platform: report.platform };
  const isShown = last && (!node || (isSameModule(last, node) && last.platform.gatewayUrl === platform?.gatewayUrl));
  return [
    ...(isShown ? [last] : []),
    ...(target && platform ? [{ appCode: target.appCode, module: target.module, platform }] : []),
  ];
}

function isSameModule(one: ModuleTarget, other: ModuleTarget): boolean {
  return one.appCode === other.appCode && one.module === other.module;
}

function sourceStep(draft: CiStepDraft, title: string, sources: readonly CiStepSource[]): WizardStep {
  return {
    ask: async (position) => {
      const items = sources.map((source): ChoiceItem<CiStepSource> => {
        const { appCode, module, packageUrl, version } = source;
        const label = `${appCode} / ${module}`;
        return packageUrl === undefined || version === undefined
          ? { label, description: t('package URL and version from CI variables'), choice: source }
          : {
              label,
              description: t('last upload: version {0}', version),
              detail: maskPackageUrl(packageUrl),
              choice: source,
            };
      });
      const question = { title, placeholder: t('Which upload?'), items: Promise.resolve(items) };
      return takeAnswer(await pickChoice(question, position), (source) => (draft.source = source));
    },
  };
}

function kindStep(draft: CiStepDraft, title: string): WizardStep {
  return {
    ask: async (position) => {
      const items = ciKinds.map((kind): ChoiceItem<CiKind> => ({ ...kindText(kind), choice: kind }));
      const question = { title, placeholder: t('Which CI?'), items: Promise.resolve(items) };
      return takeAnswer(await pickChoice(question, position), (kind) => (draft.kind = kind));
    },
  };
}

function environmentStep(draft: CiStepDraft, title: string): WizardStep {
  return {
    ask: async (position) => {
      const items: ChoiceItem<Environment | 'none'>[] = [
        { label: t('Upload Only'), choice: 'none' },
        ...environments.map((environment) => ({
          label: t('Upload and Deploy to {0}', environmentName(t, environment)),
          ...(environment === 'prod' && { description: t('deploys without asking each time the CI runs') }),
          choice: environment,
        })),
      ];
      const question = { title, placeholder: t('What should the step do?'), items: Promise.resolve(items) };
      return takeAnswer(await pickChoice(question, position), (choice) => {
        draft.environment = choice === 'none' ? undefined : choice;
      });
    },
  };
}

/** Returns the name of a CI, and the file to which its step belongs. */
function kindText(kind: CiKind): { label: string; description?: string } {
  const texts: Record<CiKind, { label: string; description?: string }> = {
    bkCi: { label: 'BK-CI', description: '.ci/*.yml' },
    gitLab: { label: 'GitLab CI', description: '.gitlab-ci.yml' },
    gitHub: { label: 'GitHub Actions', description: '.github/workflows/*.yml' },
    shell: { label: t('Shell Script'), description: t('for any other CI; needs curl and jq') },
  };
  return texts[kind];
}

function notifyCopied(kind: CiKind, { text, format, variables }: CiStep): void {
  const names = variables.map(({ name }) => name).join(', ');
  const copied =
    kind === 'shell'
      ? t('Script copied. Set these variables before you run it: {0}.', names)
      : t('Step for {0} copied. Set these variables in your CI before you run it: {1}.', kindText(kind).label, names);
  showInformation(copied, {
    title: t('Open in Editor'),
    run: async () => {
      const document = await vscode.workspace.openTextDocument({ language: format, content: text });
      await vscode.window.showTextDocument(document);
    },
  });
}
