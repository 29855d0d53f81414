import * as vscode from 'vscode';
import { parseAppCode, type AppCode, type ModuleName } from '../../core/platform/names.ts';
import { acceptsPackages } from '../../core/platform/modules.ts';
import { PlatformError } from '../../core/platform/platformError.ts';
import { errorText } from '../../texts/errorTexts.ts';
import { originText } from '../../texts/formats.ts';
import { itemsWithHeading } from '../editor/pickWithButtons.ts';
import { pickChoice, type ChoiceItem } from '../editor/quickInput.ts';
import { takeAnswer, type WizardStep } from '../editor/wizard.ts';
import type { Catalog } from './catalog.ts';

const { t } = vscode.l10n;

/** A chosen application. `module` is set if the choice also determines the module. */
export interface ModuleChoice {
  appCode: AppCode;
  module: ModuleName | undefined;
  /** Whether the App ID was typed instead of chosen from the list. */
  typed?: boolean;
}

/** A module that is offered above the list of applications. `from` is the module's origin, which the item shows. */
export interface ModuleOffer {
  appCode: AppCode;
  module: ModuleName;
  from: string;
}

/** The known parts of a target. */
export interface TargetDraft {
  appCode?: AppCode | undefined;
  module?: ModuleName | undefined;
}

export interface TargetQuestions {
  title: string;
  /** Modules that are offered above the list of applications. */
  offers: readonly ModuleOffer[];
  /** Called when application and module are known. */
  onTarget?: () => void;
}

/**
 * Returns the questions for application and module, which store the answers in `draft`. A question is skipped if the
 * initial draft already has the answer.
 */
export function targetSteps(
  { catalog }: { catalog: Catalog },
  draft: TargetDraft,
  { title, offers, onTarget }: TargetQuestions,
): WizardStep[] {
  const given = { ...draft };
  let typed: string | undefined;
  return [
    {
      skip: () => given.appCode !== undefined,
      ask: async (position) => {
        const question = {
          title,
          placeholder: t('Select an application. If it isn’t listed, type its App ID.'),
          items: applicationItems(catalog)
            .catch((error: unknown) => [failureItem(error)])
            .then((items) => [...offeredItems(offers), ...items]),
          value: typed,
          itemFor: typedItem,
        };
        return takeAnswer(await pickChoice(question, position), (choice) => {
          typed = choice.typed ? choice.appCode : undefined;
          draft.appCode = choice.appCode;
          draft.module = choice.module ?? given.module;
          if (draft.module) onTarget?.();
        });
      },
    },
    {
      skip: () => given.module !== undefined || draft.module !== undefined,
      ask: async (position) => {
        const { appCode } = draft;
        if (!appCode) return 'back';
        const items = moduleItems(catalog, appCode).catch((error: unknown) => [failureItem(error)]);
        const placeholder = t('Select a module of {0}', appCode);
        const answer = await pickChoice({ title, placeholder, items }, position);
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

function offeredItems(offers: readonly ModuleOffer[]): Item[] {
  const items = offers.map(({ appCode, module, from }) =>
    item('package', `${appCode} / ${module}`, from, { appCode, module }),
  );
  return itemsWithHeading(t('Suggested'), items);
}

async function applicationItems(catalog: Catalog): Promise<Item[]> {
  const applications = await catalog.applications();
  const itemsOf = (taking: boolean): Item[] =>
    applications
      .filter(({ takesPackages }) => takesPackages === taking)
      .map(({ name, code }) => item('layers', name, code, { appCode: code, module: undefined }));
  return [
    ...itemsWithHeading(t('Applications that accept source packages'), itemsOf(true)),
    ...itemsWithHeading(t('Other applications'), itemsOf(false)),
  ];
}

/** Returns the item for the typed text; undefined if the text is not a valid App ID. */
function typedItem(text: string): Item | undefined {
  const appCode = parseAppCode(text);
  if (!appCode) return undefined;
  // The label does not contain the typed text, so that VS Code keeps the item below the applications that match the
  // text.
  const useTyped = item('edit', t('Use this App ID'), appCode, { appCode, module: undefined, typed: true });
  return { ...useTyped, alwaysShow: true };
}

/**
 * Returns the items for an application's modules. Modules that accept no packages are listed with the reason, but
 * cannot be chosen.
 */
async function moduleItems(catalog: Catalog, appCode: AppCode): Promise<Item[]> {
  const modules = await catalog.modules(appCode);
  const taking = modules
    .filter(acceptsPackages)
    .map(({ name, origin }) => item('package', name, originText(t, origin), { appCode, module: name }));
  const others = modules
    .filter((module) => !acceptsPackages(module))
    .map(({ name, origin }) =>
      item('circle-slash', name, t('{0} · doesn’t accept source packages', originText(t, origin))),
    );
  const none = {
    label: t('{0} has no modules that accept source packages', appCode),
    iconPath: new vscode.ThemeIcon('info'),
  };
  return [
    ...(taking.length === 0 ? [none] : taking),
    ...itemsWithHeading(t('Modules that don’t accept source packages'), others),
  ];
}

function item(icon: string, label: string, description: string, choice?: ModuleChoice): Item {
  return { label, description, iconPath: new vscode.ThemeIcon(icon), ...(choice && { choice }) };
}

/**
 * Returns the item that is shown instead of a list that could not be read. Rethrows an error that is not a
 * `PlatformError`.
 */
export function failureItem(error: unknown): vscode.QuickPickItem {
  if (!(error instanceof PlatformError)) throw error;
  const { what, todo } = errorText(t, error.code, error.facts);
  return { label: what, detail: todo, iconPath: new vscode.ThemeIcon('error'), alwaysShow: true };
}
