import * as vscode from 'vscode';
import type { DeploymentId } from '../../core/platform/deployment.ts';
import { joinParts } from '../../texts/formats.ts';
import { environmentCacheKey } from '../modules/environmentCache.ts';
import { finalStatusOf, type Deployments } from './deployments.ts';
import type { DeploymentPages } from './deployServices.ts';

const { t } = vscode.l10n;

/**
 * Shows a number on the view's icon. The number counts running deployments, and failed deployments whose page the user
 * has not seen since they failed. Only deployments that were started on this computer count. A failed deployment no
 * longer counts when a new deployment to the same environment runs.
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
    view.badge = value === 0 ? undefined : { value, tooltip: joinParts(texts) };
  };
  return vscode.Disposable.from(
    deployments.onDidChange(({ id, state, idle, target, record }) => {
      // A deployment without a record was not started on this computer.
      if (!record) return;
      const end = finalStatusOf(state);
      const environment = environmentCacheKey(target);
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
