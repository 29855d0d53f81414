import * as vscode from 'vscode';
import { distinctModules } from '../../core/operations/batch/planBatch.ts';
import { acceptsPackages } from '../../core/platform/modules.ts';
import type { AppCode } from '../../core/platform/names.ts';
import type { ModuleTarget } from '../../core/platform/paths.ts';
import { originText } from '../../texts/formats.ts';
import { askPickMany, type PickManyItem } from './pickMany.ts';
import { itemsWithHeading } from '../editor/pickWithButtons.ts';
import { takeAnswer, type WizardStep } from '../editor/wizard.ts';
import { failureItem, type ModuleOffer } from '../modules/askTarget.ts';
import type { Catalog } from '../modules/catalog.ts';
import { readFolderSuggestions } from '../modules/folderSuggestions.ts';

const { t } = vscode.l10n;

/** The user's choices so far for the modules of a batch. */
export interface ModulesDraft {
  /** The modules that the user has picked, in the order of the lists. */
  modules: readonly ModuleTarget[];
  /** The applications whose modules the second list offers. */
  applications: readonly AppCode[];
}

export interface ModulesQuestion {
  title: string;
  /** Modules that are offered above the applications. */
  offers: readonly ModuleOffer[];
  /** The offered modules that are ticked at first: those of the workspace's description. */
  described: readonly ModuleTarget[];
  onPicked: (modules: readonly ModuleTarget[]) => void;
}

/** A row of the first list: a module, or an application whose modules are in the second list. */
type ModuleOrApplication = { module: ModuleTarget } | { application: AppCode };

/**
 * Returns the two questions for the modules. The first question offers suggested modules and applications. The second
 * question offers the modules of the ticked or given applications. The first question is skipped if the initial draft
 * has modules or applications. The second question is skipped if no application is ticked or given.
 */
export function moduleSteps(
  { catalog }: { catalog: Catalog },
  draft: ModulesDraft,
  { title, offers, described, onPicked }: ModulesQuestion,
): WizardStep[] {
  const given = { ...draft };
  let first: readonly ModuleTarget[] = described;
  let second: readonly ModuleTarget[] = [];
  const isAsked = given.modules.length === 0 && given.applications.length === 0;
  const hasApplications = (): boolean => draft.applications.length > 0;
  const picked = (): void => {
    draft.modules = distinctModules([
      ...given.modules,
      ...(isAsked ? first : []),
      ...(hasApplications() ? second : []),
    ]);
    onPicked(draft.modules);
  };
  return [
    {
      skip: () => !isAsked,
      ask: async (position) => {
        const question = {
          title,
          placeholder: t('Select modules, or applications whose modules you then select'),
          nothing: t('Select at least one module or application'),
          items: moduleAndApplicationItems(catalog, offers),
          isTicked: (choice: ModuleOrApplication) =>
            'module' in choice ? includesModule(first, choice.module) : draft.applications.includes(choice.application),
        };
        return takeAnswer(await askPickMany(question, position), (choices) => {
          first = choices.flatMap((choice) => ('module' in choice ? [choice.module] : []));
          draft.applications = choices.flatMap((choice) => ('application' in choice ? [choice.application] : []));
          picked();
        });
      },
    },
    {
      skip: () => !hasApplications(),
      ask: async (position) => {
        const known = new Set<string>();
        const question = {
          title,
          placeholder: t('Select the modules to upload to'),
          nothing: t('Select at least one module'),
          items: moduleItems(catalog, draft.applications, known),
          isTicked: (choice: ModuleTarget) =>
            includesModule(second, choice) || known.has(`${choice.appCode}/${choice.module}`),
        };
        return takeAnswer(await askPickMany(question, position), (choices) => {
          second = choices;
          picked();
        });
      },
    },
  ];
}

function includesModule(modules: readonly ModuleTarget[], { appCode, module }: ModuleTarget): boolean {
  return modules.some((each) => each.appCode === appCode && each.module === module);
}

async function moduleAndApplicationItems(
  catalog: Catalog,
  offers: readonly ModuleOffer[],
): Promise<PickManyItem<ModuleOrApplication>[]> {
  const suggested = offers.map(({ appCode, module, from }): PickManyItem<ModuleOrApplication> => ({
    label: t('{0} / {1}', appCode, module),
    description: from,
    iconPath: new vscode.ThemeIcon('package'),
    choice: { module: { appCode, module } },
  }));
  const applications = await catalog
    .applications()
    .then((all) =>
      all
        .filter(({ takesPackages }) => takesPackages)
        .map(({ name, code }): PickManyItem<ModuleOrApplication> => ({
          label: name,
          description: code,
          iconPath: new vscode.ThemeIcon('layers'),
          choice: { application: code },
        })),
    )
    .catch((error: unknown) => [failureItem(error)]);
  return [
    ...itemsWithHeading(t('Suggested'), suggested),
    ...itemsWithHeading(t('Applications that accept source packages'), applications),
  ];
}

/**
 * Returns the rows for the modules of applications. Adds a module to `only`, as `appCode/module`, if no other module of
 * its application accepts packages.
 */
async function moduleItems(
  catalog: Catalog,
  applications: readonly AppCode[],
  only: Set<string>,
): Promise<PickManyItem<ModuleTarget>[]> {
  const lists = await Promise.all(
    applications.map(async (appCode) => {
      try {
        const modules = (await catalog.modules(appCode)).filter(acceptsPackages);
        const [module] = modules;
        if (module && modules.length === 1) only.add(`${appCode}/${module.name}`);
        const none = { label: t('{0} has no modules that accept source packages', appCode) };
        const items = modules.map(({ name, origin }): PickManyItem<ModuleTarget> => ({
          label: t('{0} / {1}', appCode, name),
          description: originText(t, origin),
          iconPath: new vscode.ThemeIcon('package'),
          choice: { appCode, module: name },
        }));
        return itemsWithHeading(appCode, items.length > 0 ? items : [none]);
      } catch (error) {
        return itemsWithHeading(appCode, [failureItem(error)]);
      }
    }),
  );
  return lists.flat();
}

/**
 * Returns the modules that are named in the descriptions at the roots of the workspace folders. Returns none in an
 * untrusted workspace.
 */
export async function describedModules(): Promise<ModuleOffer[]> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const suggestions = await Promise.all(folders.map(({ uri }) => readFolderSuggestions(uri)));
  return suggestions.flatMap(({ targets }) =>
    targets.map((target) => ({ ...target, from: t('from {0}', target.from) })),
  );
}
