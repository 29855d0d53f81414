import * as vscode from 'vscode';
import type { Deploy } from '../../core/operations/deploy/deployOutcome.ts';
import type { DeployTarget } from '../../core/platform/paths.ts';
import { environments, type Environment, type AppCode, type ModuleName } from '../../core/platform/names.ts';
import type { ReleasedState } from '../../core/platform/releasedState.ts';
import { PlatformError } from '../../core/platform/platformError.ts';
import { runsNowText } from '../../texts/deployTexts.ts';
import { environmentName } from '../../texts/environmentTexts.ts';
import { formatSize } from '../../texts/formats.ts';
import { errorText } from '../../texts/errorTexts.ts';
import { pickChoice, type ChoiceItem, type Position } from '../editor/quickInput.ts';
import { runWizard, takeAnswer, type Direction, type Step } from '../editor/wizard.ts';
import { targetSteps, type ModuleOffer } from '../modules/askTarget.ts';
import type { DeployDraft } from './deployArguments.ts';
import type { Catalog } from '../modules/catalog.ts';

const { t } = vscode.l10n;

/** The extent of the questions: a whole deployment, or only its target. */
export interface DeployQuestions {
  title: string;
  offers: readonly ModuleOffer[];
  /** Whether to ask for the version. */
  version: boolean;
}

/**
 * Asks for what the draft lacks. Resolves to the complete deployment (`version` is empty if it was not asked);
 * undefined if cancelled.
 */
export async function askDeploy(
  services: { catalog: Catalog },
  given: DeployDraft,
  { title, offers, version }: DeployQuestions,
): Promise<Deploy | undefined> {
  const draft = { ...given };
  const steps: Step[] = [
    ...targetSteps(services, draft, { title, offers }),
    ...(version ? [{ skip: () => given.version !== undefined, ask: askForVersion }] : []),
    { skip: () => given.environment !== undefined, ask: askForEnvironment },
  ];
  if (!(await runWizard(steps))) return undefined;
  const { appCode, module, environment } = draft;
  if (!appCode || !module || !environment) return undefined;
  return { appCode, module, environment, version: draft.version ?? '' };

  async function askForVersion(position: Position): Promise<Direction> {
    const { appCode, module } = draft;
    if (!appCode || !module) return 'back';
    const placeholder = t('Which version of {0} / {1}?', appCode, module);
    const items = versionItems(services, appCode, module);
    return takeAnswer(await pickChoice({ title, placeholder, items }, position), (value) => (draft.version = value));
  }

  async function askForEnvironment(position: Position): Promise<Direction> {
    const { appCode, module } = draft;
    if (!appCode || !module) return 'back';
    const placeholder = version
      ? t('Deploy {0} to which environment?', draft.version ?? '')
      : t('Which environment of {0} / {1}?', appCode, module);
    const items = environmentItems(services, appCode, module);
    const answer = await pickChoice({ title, placeholder, items }, position);
    return takeAnswer(answer, (value) => (draft.environment = value));
  }
}

async function versionItems(
  { catalog }: { catalog: Catalog },
  appCode: AppCode,
  module: ModuleName,
): Promise<ChoiceItem<string>[]> {
  try {
    const [versions, ...states] = await Promise.all([
      catalog.versions(appCode, module),
      ...environments.map((environment) => stateOf({ catalog }, { appCode, module, environment })),
    ]);
    if (versions.length === 0)
      return [{ label: t('No source package uploaded yet.'), iconPath: new vscode.ThemeIcon('info') }];
    const runs = (version: string): string[] =>
      environments
        .filter((_, index) => {
          const state = states[index];
          return state?.kind === 'released' && state.deployment.version === version;
        })
        .map((environment) => t('runs in {0}', environmentName(t, environment)));
    return versions
      .filter(({ cleanedUp }) => !cleanedUp)
      .map(({ version, sizeBytes, updated }) => ({
        label: version,
        description: [
          ...runs(version),
          sizeBytes === undefined ? '' : formatSize(sizeBytes),
          updated?.text.slice(0, 16) ?? '',
        ]
          .filter((part) => part !== '')
          .join(' · '),
        iconPath: new vscode.ThemeIcon('tag'),
        choice: version,
      }));
  } catch (error) {
    return [failureItem(error)];
  }
}

async function environmentItems(
  services: { catalog: Catalog },
  appCode: AppCode,
  module: ModuleName,
): Promise<ChoiceItem<Environment>[]> {
  return Promise.all(
    environments.map(async (environment) => ({
      label: environmentName(t, environment),
      description: environment,
      detail: runsNowText(t, environment, await stateOf(services, { appCode, module, environment })),
      iconPath: new vscode.ThemeIcon(environment === 'prod' ? 'globe' : 'beaker'),
      choice: environment,
    })),
  );
}

/** Returns what runs in an environment; undefined if it cannot be read, which must not prevent a question. */
export async function stateOf(
  { catalog }: { catalog: Catalog },
  target: DeployTarget,
): Promise<ReleasedState | undefined> {
  try {
    return await catalog.environmentState(target);
  } catch (error) {
    if (error instanceof PlatformError) return undefined;
    throw error;
  }
}

function failureItem(error: unknown): vscode.QuickPickItem {
  if (!(error instanceof PlatformError)) throw error;
  const { what, todo } = errorText(t, error.code, error.facts);
  return { label: what, detail: todo, iconPath: new vscode.ThemeIcon('error'), alwaysShow: true };
}
