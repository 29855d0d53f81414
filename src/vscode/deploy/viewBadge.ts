import * as vscode from 'vscode';
import type { DeploymentId } from '../../core/platform/deployment.ts';
import { joined } from '../../texts/formats.ts';
import { keyOf } from '../modules/environmentCache.ts';
import { endOf, type Deployments } from './deployments.ts';
import type { DeploymentPages } from './deployServices.ts';

const { t } = vscode.l10n;

/**
 * Shows on the view's icon how many deployments that were started on this computer run, and how many failed unseen. A
 * failure is seen once its page is visible. It is outdated once the same environment is deployed to again.
 */
export function showDeploymentBadge(
  deployments: Pick<Deployments, 'onDidChange'>,
  pages: Pick<DeploymentPages, 'isShowing'> & { onDidSee: vscode.Event<DeploymentId> },
  view: Pick<vscode.TreeView<unknown>, 'badge'>,
): vscode.Disposable {
  const running = new Set<DeploymentId>();
  const failed = new Map<DeploymentId, string>();
  const draw = (): void => {
    const texts = [
      running.size === 0 ? '' : t('Deployments in progress: {0}', running.size),
      failed.size === 0 ? '' : t('Failed deployments: {0}', failed.size),
    ];
    const value = running.size + failed.size;
    view.badge = value === 0 ? undefined : { value, tooltip: joined(texts) };
  };
  return vscode.Disposable.from(
    deployments.onDidChange(({ id, state, idle, target, record }) => {
      // Without a record, the deployment was only opened from the history.
      if (!record) return;
      const end = endOf(state);
      const environment = keyOf(target);
      running.delete(id);
      if (!idle && !end) {
        running.add(id);
        for (const [other, where] of failed) if (where === environment) failed.delete(other);
      }
      if (end === 'failed' && !pages.isShowing(id)) failed.set(id, environment);
      draw();
    }),
    pages.onDidSee((id) => {
      failed.delete(id);
      draw();
    }),
  );
}
