import * as vscode from 'vscode';
import { signedInText } from '../../texts/formats.ts';
import { askPick } from '../editor/quickInput.ts';
import { activeTarget } from '../modules/activeTarget.ts';
import { openInConsole } from './openInConsole.ts';
import { selectTarget } from '../modules/selectTarget.ts';
import { deploy } from '../deploy/deploy.ts';
import type { DeployServices } from '../deploy/deployServices.ts';
import { showDeployment } from '../deploy/showDeployment.ts';
import { publishAndUpload } from '../publish/publishCommand.ts';
import type { PublishServices } from '../publish/publishServices.ts';
import { showHistory } from '../upload/history.ts';
import { signIn } from '../session/signIn.ts';
import { uploadByLink } from '../upload/uploadByLink.ts';

const { t } = vscode.l10n;

type Item = vscode.QuickPickItem & { run: () => unknown };

/**
 * Implements `bkpaas.quickAction`, which a click on the status bar item runs. Shows the platform, the user, and a list
 * of actions for the target. No action starts until the user picks it.
 */
export async function quickAction(services: DeployServices & PublishServices): Promise<void> {
  const session = await services.session.read();
  const target = activeTarget();
  const where =
    session.state === 'signedIn'
      ? signedInText(t, session.platform.name, session.identity)
      : t('You’ll be asked to sign in first.');
  const { reports, panel } = services.uploads;
  const { latest, running } = services.deploys.deployments;
  const show: Item = {
    label: `$(rocket) ${t('Show Deployment')}`,
    description: latest?.version ?? '',
    run: () => showDeployment(services),
  };
  const upload = target
    ? t('Upload Package to {0} / {1}…', target.appCode, target.module)
    : t('Upload Package from URL…');
  const deployLabel = target ? t('Deploy {0} / {1}…', target.appCode, target.module) : t('Deploy…');
  const items: Item[] = [
    ...(running ? [show] : []),
    { label: `$(cloud-upload) ${upload}`, detail: where, run: () => uploadByLink(services, target ?? {}) },
    { label: `$(rocket) ${deployLabel}`, run: () => deploy(services, target) },
    { label: `$(package) ${t('Publish and Upload Package…')}`, run: () => publishAndUpload(services, target) },
    ...(latest && !running ? [show] : []),
    ...(reports.current
      ? [
          {
            label: `$(output) ${t('Show Last Result')}`,
            run: () => {
              panel.show(true);
            },
          },
        ]
      : []),
    { label: `$(history) ${t('Show Upload History…')}`, run: () => showHistory(services) },
    { label: `$(list-tree) ${t('Show Applications View')}`, run: () => services.editor.applications.reveal() },
    { label: `$(link-external) ${t('Open in Console')}`, run: () => openInConsole(services) },
    {
      label: `$(target) ${target ? t('Select Another Target Module…') : t('Select Target Module…')}`,
      run: () => selectTarget(services),
    },
    ...(session.state === 'signedIn' ? [] : [{ label: `$(sign-in) ${t('Sign In')}`, run: () => signIn(services) }]),
  ];
  const question = { title: t('BlueKing PaaS'), placeholder: t('Select an action'), items: Promise.resolve(items) };
  const answer = await askPick(question);
  if (answer.kind === 'answer') await answer.value.run();
}
