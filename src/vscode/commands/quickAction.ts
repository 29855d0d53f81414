import * as vscode from 'vscode';
import { signedInText } from '../../texts/formats.ts';
import { askPick } from '../editor/quickInput.ts';
import { activeTarget } from '../modules/activeTarget.ts';
import { openInConsole } from './openInConsole.ts';
import { selectTarget } from '../modules/selectTarget.ts';
import type { UploadServices } from '../upload/uploadServices.ts';
import { showHistory } from '../upload/history.ts';
import { signIn } from '../session/signIn.ts';
import { uploadByLink } from '../upload/uploadByLink.ts';

const { t } = vscode.l10n;

type Item = vscode.QuickPickItem & { run: () => unknown };

/**
 * Implements `bkpaas.quickAction`, which a click on the status bar item runs. Shows a list of actions, with the
 * platform and user for the upload. No action starts until the user picks it.
 */
export async function quickAction(services: UploadServices): Promise<void> {
  const session = await services.session.read();
  const target = activeTarget();
  const where =
    session.state === 'signedIn'
      ? signedInText(t, session.platform.name, session.identity)
      : t('You’ll be asked to sign in first.');
  const { reports, panel } = services.uploads;
  const showResult = (): void => {
    panel.show(true);
  };
  const upload = target
    ? t('Upload Package to {0} / {1}…', target.appCode, target.module)
    : t('Upload Package from URL…');
  const items: Item[] = [
    { label: `$(cloud-upload) ${upload}`, detail: where, run: () => uploadByLink(services, target ?? {}) },
    {
      label: `$(target) ${target ? t('Select Another Target Module…') : t('Select Target Module…')}`,
      run: () => selectTarget(services),
    },
    { label: `$(link-external) ${t('Open in Console')}`, run: () => openInConsole(services) },
    ...(reports.current ? [{ label: `$(output) ${t('Show Last Result')}`, run: showResult }] : []),
    { label: `$(history) ${t('Show Upload History…')}`, run: () => showHistory(services) },
    ...(session.state === 'signedIn' ? [] : [{ label: `$(sign-in) ${t('Sign In')}`, run: () => signIn(services) }]),
  ];
  const question = { title: t('BlueKing PaaS'), placeholder: t('Select an action'), items: Promise.resolve(items) };
  const answer = await askPick(question);
  if (answer.kind === 'answer') await answer.value.run();
}
