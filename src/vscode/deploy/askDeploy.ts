import * as vscode from 'vscode';
import type { Deploy } from '../../core/operations/deploy/deployOutcome.ts';
import type { ModuleTarget } from '../../core/platform/paths.ts';
import { environments, type Environment } from '../../core/platform/names.ts';
import { undefinedIfFailed } from '../../core/platform/platformError.ts';
import { runsVersion } from '../../core/platform/releasedState.ts';
import { runsNowText } from '../../texts/deployTexts.ts';
import { environmentName } from '../../texts/targetNames.ts';
import { formatSize, joinParts, relativeTime } from '../../texts/formats.ts';
import type { QuestionPosition } from '../editor/answer.ts';
import { pickChoice, type ChoiceItem } from '../editor/quickInput.ts';
import { runWizard, takeAnswer, type Direction, type WizardStep } from '../editor/wizard.ts';
import { moduleOffers } from '../modules/activeTarget.ts';
import { failureItem, targetSteps, type ModuleOffer, type TargetDraft } from '../modules/askTarget.ts';
import type { DeployDraft } from './deployArguments.ts';
import type { Catalog } from '../modules/catalog.ts';
import type { SignedIn } from '../session/session.ts';
import { ensureSignedIn } from '../session/signIn.ts';
import type { DeployServices } from './deployServices.ts';

const { t } = vscode.l10n;

/** What `askDeploy` asks for: a whole deployment, or only its application, module and environment. */
export interface DeployQuestions {
  title: string;
  offers: readonly ModuleOffer[];
  /** Whether to ask for the version. */
  version: boolean;
}

/**
 * Asks the user to sign in if necessary. Then asks like `askDeploy`, and offers likely modules above the list of
 * applications. Resolves to undefined if the user cancels.
 */
export async function signInAndAskDeploy(
  services: DeployServices,
  draft: DeployDraft,
  questions: Omit<DeployQuestions, 'offers'>,
): Promise<{ session: SignedIn; deploy: Deploy } | undefined> {
  const session = await ensureSignedIn(services, draft.platform);
  if (!session) return undefined;
  const deploy = await askDeploy(services, draft, { ...questions, offers: moduleOffers(services, session) });
  return deploy && { session, deploy };
}

/**
 * Asks for the properties that the draft lacks. Resolves to the complete deployment, or to undefined if the user
 * cancels. If the version is neither given nor asked for, the result's `version` is empty.
 */
export async function askDeploy(
  services: { catalog: Catalog },
  given: DeployDraft,
  { title, offers, version }: DeployQuestions,
): Promise<Deploy | undefined> {
  const draft = { ...given };
  const steps: WizardStep[] = [
    ...targetSteps(services, draft, { title, offers }),
    ...(version ? [{ skip: () => given.version !== undefined, ask: askForVersion }] : []),
    environmentStep(services, draft, {
      title,
      target: draft,
      placeholder: ({ appCode, module }) =>
        version
          ? t('Select an environment for version {0}', draft.version ?? '')
          : t('Select an environment of {0} / {1}', appCode, module),
    }),
  ];
  if (!(await runWizard(steps))) return undefined;
  const { appCode, module, environment } = draft;
  if (!appCode || !module || !environment) return undefined;
  return { appCode, module, environment, version: draft.version ?? '' };

  async function askForVersion(position: QuestionPosition): Promise<Direction> {
    const { appCode, module } = draft;
    if (!appCode || !module) return 'back';
    const placeholder = t('Select a version of {0} / {1}', appCode, module);
    const items = versionItems(services, { appCode, module });
    return takeAnswer(await pickChoice({ title, placeholder, items }, position), (value) => (draft.version = value));
  }
}

/**
 * Returns the question for an environment, which stores the answer in `draft`. The question is skipped if the initial
 * draft has an environment. `target` has the module, which earlier questions can fill in.
 */
export function environmentStep(
  services: { catalog: Catalog },
  draft: { environment?: Environment | undefined },
  questions: { title: string; target: TargetDraft; placeholder: (target: ModuleTarget) => string },
): WizardStep {
  const isGiven = draft.environment !== undefined;
  return {
    skip: () => isGiven,
    ask: async (position) => {
      const { appCode, module } = questions.target;
      if (!appCode || !module) return 'back';
      const items = environmentItems(services, { appCode, module });
      const placeholder = questions.placeholder({ appCode, module });
      const answer = await pickChoice({ title: questions.title, placeholder, items }, position);
      return takeAnswer(answer, (value) => (draft.environment = value));
    },
  };
}

async function versionItems({ catalog }: { catalog: Catalog }, target: ModuleTarget): Promise<ChoiceItem<string>[]> {
  try {
    const [versions, ...running] = await Promise.all([
      catalog.latestVersions(target.appCode, target.module),
      ...environments.map(async (environment) => {
        const state = await undefinedIfFailed(catalog.environmentState({ ...target, environment }));
        return { environment, state };
      }),
    ]);
    if (versions.length === 0)
      return [{ label: t('No source packages uploaded yet'), iconPath: new vscode.ThemeIcon('info') }];
    const runs = (version: string): string[] =>
      running
        .filter(({ state }) => runsVersion(state, version))
        .map(({ environment }) => t('running in {0}', environmentName(t, environment)));
    return versions
      .filter(({ cleanedUp }) => !cleanedUp)
      .map(({ version, sizeBytes, updated }) => {
        const size = sizeBytes === undefined ? '' : formatSize(sizeBytes);
        const facts = [...runs(version), size, updated ? relativeTime(t, updated.time) : ''];
        return {
          label: version,
          description: joinParts(facts),
          iconPath: new vscode.ThemeIcon('tag'),
          choice: version,
        };
      });
  } catch (error) {
    return [failureItem(error)];
  }
}

function environmentItems({ catalog }: { catalog: Catalog }, target: ModuleTarget): Promise<ChoiceItem<Environment>[]> {
  return Promise.all(
    environments.map(async (environment) => ({
      label: environmentName(t, environment),
      description: environment,
      detail: runsNowText(
        t,
        environment,
        await undefinedIfFailed(catalog.environmentState({ ...target, environment })),
      ),
      iconPath: new vscode.ThemeIcon(environment === 'prod' ? 'globe' : 'beaker'),
      choice: environment,
    })),
  );
}
