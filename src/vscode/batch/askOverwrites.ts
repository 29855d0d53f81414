import * as vscode from 'vscode';
import { planBatch, type ModulePlan } from '../../core/operations/batch/planBatch.ts';
import type { ModuleTarget } from '../../core/platform/paths.ts';
import { runsInText } from '../../texts/environmentTexts.ts';
import { errorMessage, errorText } from '../../texts/errorTexts.ts';
import { joinParts, oneOrMany } from '../../texts/formats.ts';
import { withProgress } from '../editor/notifications.ts';
import { askPickMany, type PickManyItem } from './pickMany.ts';
import { itemsWithHeading } from '../editor/pickWithButtons.ts';
import type { Direction, WizardStep } from '../editor/wizard.ts';
import type { Catalog } from '../modules/catalog.ts';
import { describeVersion } from '../upload/askVersion.ts';

const { t } = vscode.l10n;

/** A module of a batch, and whether the user allows the upload to overwrite the existing version in the module. */
export interface ConfirmedModule extends ModuleTarget {
  allowOverwrite: boolean;
}

export interface OverwritesQuestion {
  title: string;
  modules: () => readonly ModuleTarget[];
  version: () => string;
  take: (confirmed: readonly ConfirmedModule[]) => void;
}

/**
 * Returns the question about existing versions: a list of the modules. If the version exists in a module, the module's
 * row describes the existing version and where it runs. Such a row is not ticked at first, so the user must choose to
 * overwrite the version. Asks nothing if the version is new in every module.
 */
export function overwritesStep(
  { catalog }: { catalog: Catalog },
  { title, modules, version, take }: OverwritesQuestion,
): WizardStep {
  return {
    optional: true,
    ask: async (position): Promise<Direction> => {
      const plans = await readPlans();
      if (!plans) return 'cancelled';
      const clashes = plans.filter(({ kind }) => kind === 'exists' || kind === 'cleanedUp').length;
      if (plans.every(({ kind }) => kind === 'new')) {
        take(plans.map((plan) => toConfirmedModule(plan)));
        return 'next';
      }
      const answer = await askPickMany(
        {
          title,
          placeholder: placeholder(clashes, plans.length),
          nothing: t('Select at least one module, or press Escape to upload nothing'),
          items: Promise.resolve(planItems(plans, version())),
          isTicked: ({ kind }) => kind !== 'exists',
        },
        position,
      );
      if (answer.kind !== 'answer') return answer.kind;
      take(answer.value.map(toConfirmedModule));
      return 'next';
    },
  };

  async function readPlans(): Promise<ModulePlan[] | undefined> {
    const targets = modules();
    return withProgress(t('Checking existing versions…'), async (_, signal) => {
      try {
        return await planBatch(catalog, targets, version(), signal);
      } catch (error) {
        if (signal.aborted) return undefined;
        throw error;
      }
    });
  }

  function placeholder(clashes: number, count: number): string {
    if (clashes === 0) return t('Some modules couldn’t be checked. Select the modules to upload to.');
    return oneOrMany(
      clashes,
      t('Version {0} exists in 1 of {1} modules. Select it only to overwrite it.', version(), count),
      t('Version {0} exists in {1} of {2} modules. Select only those to overwrite.', version(), clashes, count),
    );
  }
}

/**
 * Returns the module with the user's confirmation. Allows an overwrite only if the list showed the existing version.
 */
function toConfirmedModule({ appCode, module, kind }: ModulePlan): ConfirmedModule {
  return { appCode, module, allowOverwrite: kind === 'exists' };
}

/**
 * Returns the rows of the list. A version that was cleaned up can never be uploaded again, so its row cannot be ticked.
 */
function planItems(plans: readonly ModulePlan[], version: string): PickManyItem<ModulePlan>[] {
  const rows = (wanted: ModulePlan['kind'], item: (plan: ModulePlan) => PickManyItem<ModulePlan>) =>
    plans.filter(({ kind }) => kind === wanted).map(item);
  const label = ({ appCode, module }: ModulePlan): string => t('{0} / {1}', appCode, module);
  return [
    ...itemsWithHeading(
      t('Overwrites an existing version'),
      rows('exists', (plan) => ({ label: `$(replace) ${label(plan)}`, ...overwriteTexts(plan), choice: plan })),
    ),
    ...itemsWithHeading(
      t('New version'),
      rows('new', (plan) => ({ label: label(plan), choice: plan })),
    ),
    ...itemsWithHeading(
      t('Couldn’t be checked. An existing version isn’t overwritten.'),
      rows('unreadable', (plan) => ({ label: label(plan), description: unreadableText(plan), choice: plan })),
    ),
    ...itemsWithHeading(
      t('Can’t be uploaded'),
      rows('cleanedUp', (plan) => ({
        label: `$(circle-slash) ${label(plan)}`,
        detail: errorMessage(t, 'versionCleanedUp', { subject: version }),
      })),
    ),
  ];
}

function overwriteTexts(plan: ModulePlan): { description: string; detail: string } {
  if (plan.kind !== 'exists') return { description: '', detail: '' };
  const { existing, running, unreadable } = plan;
  const runs = runsInText(t, running);
  const doubt = unreadable.length > 0 ? t('Couldn’t check whether the version is running in an environment') : '';
  const warning = joinParts([runs, doubt]);
  return {
    description: joinParts([existing.version, warning === '' ? '' : `$(warning) ${warning}`]),
    detail: t('Existing package: {0}', describeVersion(existing)),
  };
}

function unreadableText(plan: ModulePlan): string {
  return plan.kind === 'unreadable' ? errorText(t, plan.error.code, plan.error.facts).what : '';
}
