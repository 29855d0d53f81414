import * as vscode from 'vscode';
import { parseAppCode, type AppCode, type ModuleName } from '../../core/platform/names.ts';
import { takesPackages } from '../../core/platform/modules.ts';
import { PlatformError } from '../../core/platform/platformError.ts';
import { errorText } from '../../texts/errorTexts.ts';
import { originText } from '../../texts/formats.ts';
import { pickChoice, section, type Answer, type ChoiceItem, type Position } from '../editor/quickInput.ts';
import { takeAnswer, type Step } from '../editor/wizard.ts';
import type { Catalog } from './catalog.ts';

const { t } = vscode.l10n;

/** An application, and its module if one choice determines both. */
export interface ModuleChoice {
  appCode: AppCode;
  module: ModuleName | undefined;
  /** Whether the code was typed instead of chosen from the list. */
  typed?: boolean;
}

/** A module that is offered before the list. `from` is its origin, shown beside it. */
export interface ModuleOffer {
  appCode: AppCode;
  module: ModuleName;
  from: string;
}

/** The target as far as it is known. */
export interface TargetDraft {
  appCode?: AppCode | undefined;
  module?: ModuleName | undefined;
}

export interface TargetQuestions {
  title: string;
  /** Offered before the list. */
  offers: readonly ModuleOffer[];
  /** Called when the target is complete. */
  onTarget?: () => void;
}

/** Returns the questions for application and module. What the initial draft has is not asked. */
export function targetSteps(
  services: { catalog: Catalog },
  draft: TargetDraft,
  { title, offers, onTarget }: TargetQuestions,
): Step[] {
  const given = { ...draft };
  let typed: string | undefined;
  return [
    {
      skip: () => given.appCode !== undefined,
      ask: async (position) =>
        takeAnswer(await askApplication(services, title, offers, position, typed), (choice) => {
          typed = choice.typed ? choice.appCode : undefined;
          draft.appCode = choice.appCode;
          draft.module = choice.module ?? given.module;
          if (draft.module) onTarget?.();
        }),
    },
    {
      skip: () => given.module !== undefined || draft.module !== undefined,
      ask: async (position) => {
        if (!draft.appCode) return 'back';
        const answer = await askModule(services, title, draft.appCode, position);
        if (answer.kind !== 'answer') draft.module = undefined;
        return takeAnswer(answer, ({ module }) => {
          draft.module = module;
          onTarget?.();
        });
      },
    },
  ];
}

type Item = ChoiceItem<ModuleChoice>;

/** Asks for an application, and offers likely modules first. The user can also type a code that is not listed. */
async function askApplication(
  { catalog }: { catalog: Catalog },
  title: string,
  offers: readonly ModuleOffer[],
  position: Position,
  typed?: string,
): Promise<Answer<ModuleChoice>> {
  const listed = async (): Promise<Item[]> => {
    try {
      const applications = await catalog.applications();
      const toItem = (application: (typeof applications)[number]): Item => ({
        label: application.name,
        description: application.code,
        iconPath: new vscode.ThemeIcon('symbol-namespace'),
        choice: { appCode: application.code, module: undefined },
      });
      const taking = applications.filter((application) => application.takesPackages).map(toItem);
      const others = applications.filter((application) => !application.takesPackages).map(toItem);
      return [...section(t('Applications with package modules'), taking), ...section(t('Other applications'), others)];
    } catch (error) {
      return [failureItem(error)];
    }
  };
  const offered = offers.map(({ appCode, module, from }): Item => ({
    label: `${appCode} / ${module}`,
    description: from,
    iconPath: new vscode.ThemeIcon('package'),
    choice: { appCode, module },
  }));
  const items = listed().then((rest) => [...section(t('Suggested'), offered), ...rest]);
  const question = {
    title,
    placeholder: t('Which application? An application code that is not listed can be typed.'),
    items,
    value: typed,
    itemFor: (text: string): Item | undefined => {
      const appCode = parseAppCode(text);
      return (
        appCode && {
          // The label does not contain the text, so that VS Code keeps the item below the applications that match.
          label: t('Use the code as typed'),
          description: appCode,
          alwaysShow: true,
          iconPath: new vscode.ThemeIcon('edit'),
          choice: { appCode, module: undefined, typed: true },
        }
      );
    },
  };
  return pickChoice(question, position);
}

/**
 * Asks for a module of an application. Modules that take no packages are listed with the reason, but cannot be chosen.
 */
async function askModule(
  { catalog }: { catalog: Catalog },
  title: string,
  appCode: AppCode,
  position: Position,
): Promise<Answer<ModuleChoice>> {
  const listed = async (): Promise<Item[]> => {
    try {
      const modules = await catalog.modules(appCode);
      const taking = modules.filter(takesPackages).map((module): Item => ({
        label: module.name,
        description: originText(t, module.origin),
        iconPath: new vscode.ThemeIcon('package'),
        choice: { appCode, module: module.name },
      }));
      const others = modules
        .filter((module) => !takesPackages(module))
        .map((module): Item => ({
          label: module.name,
          description: t('{0} · takes no packages', originText(t, module.origin)),
          iconPath: new vscode.ThemeIcon('circle-slash'),
        }));
      if (taking.length === 0)
        taking.push({
          label: t('No module of {0} is built from source packages', appCode),
          iconPath: new vscode.ThemeIcon('info'),
        });
      return [...taking, ...section(t('Not built from source packages'), others)];
    } catch (error) {
      return [failureItem(error)];
    }
  };
  return pickChoice({ title, placeholder: t('Which module of {0}?', appCode), items: listed() }, position);
}

/** Returns the row in place of a list that could not be read. */
export function failureItem(error: unknown): vscode.QuickPickItem {
  if (!(error instanceof PlatformError)) throw error;
  const { what, todo } = errorText(t, error.code, error.facts);
  return { label: what, detail: todo, iconPath: new vscode.ThemeIcon('error'), alwaysShow: true };
}
