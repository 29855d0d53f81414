import * as vscode from 'vscode';
import type { UploadOutcome } from '../../core/operations/upload/uploadOutcome.ts';
import type { UploadRecord } from '../../core/operations/upload/uploadRecord.ts';
import type { UploadByLink } from '../../core/platform/sourcePackages.ts';
import { errorText } from '../../texts/errorTexts.ts';
import { unknownReasonText } from '../../texts/outcomeTexts.ts';
import { showError, showInformation, showWarning } from '../editor/notifications.ts';
import { logged, remedies } from '../session/presentError.ts';
import type { UploadServices } from './uploadServices.ts';

const { t } = vscode.l10n;

/** Shows the outcome of an upload on the page, and an error also as a notification. */
export function presentOutcome(services: UploadServices, record: UploadRecord, outcome: UploadOutcome): void {
  logOutcome(services, record, outcome);
  remember(services, record, outcome);
  if (outcome.status === 'uploaded') services.catalog.refresh(record.upload);
  if (outcome.status !== 'cancelled') services.uploads.panel.show(false);
  // The notification contains only what happened, because the page also shows the reason and the advice.
  if (outcome.status === 'failed')
    showError(errorText(t, outcome.error.code, outcome.error.facts).what, ...remedies(services, outcome.error));
}

/** Notifies the user of an outcome that was found after the response to the upload was lost. */
export function presentReconciled(services: UploadServices, record: UploadRecord, outcome: UploadOutcome): void {
  logOutcome(services, record, outcome);
  remember(services, record, outcome);
  services.catalog.refresh(record.upload);
  const { panel, reports } = services.uploads;
  const showResult = (): void => {
    const report = reports.get(record.id);
    if (report) reports.choose(report);
    panel.show(true);
  };
  // A notification with a button stays until the user closes it. While the page is visible, the button and the longer
  // display are unnecessary.
  const buttons = panel.isShowing(record.id) ? [] : [{ title: t('Show Result'), run: showResult }];
  const show = { uploaded: showInformation, cancelled: showInformation, failed: showError, unknown: showWarning };
  show[outcome.status](reconciledText(record.upload, outcome), ...buttons);
}

function reconciledText({ appCode, module, version }: UploadByLink, outcome: UploadOutcome): string {
  const name = t('{0} / {1}', appCode, module);
  switch (outcome.status) {
    case 'uploaded':
      return outcome.known === 'foundAfterCancel'
        ? t('Version {0} was uploaded to {1} before the cancellation took effect.', version, name)
        : t('Version {0} was uploaded to {1}.', version, name);
    case 'cancelled':
      return t('Cancelled. Version {0} wasn’t uploaded to {1}.', version, name);
    case 'failed': {
      const { what } = errorText(t, outcome.error.code, outcome.error.facts);
      return t('Version {0} wasn’t uploaded to {1}. {2}', version, name, what);
    }
    case 'unknown': {
      const why = unknownReasonText(t, outcome.reason);
      return t('Couldn’t confirm whether version {0} was uploaded to {1}. {2}', version, name, why);
    }
  }
}

function logOutcome({ log }: UploadServices, record: UploadRecord, outcome: UploadOutcome): void {
  const name = logName(record);
  switch (outcome.status) {
    case 'uploaded': {
      const { packageName, sizeBytes, sha256 } = outcome.package;
      log.info(
        `Uploaded ${name} (${outcome.known}): ${packageName}, ${sizeBytes ?? '?'} bytes, sha256 ${sha256 ?? 'unknown'}`,
      );
      return;
    }
    case 'failed':
      log.rememberError(outcome.error);
      log.error(`Not uploaded ${name}: ${logged(outcome.error)}`);
      return;
    case 'unknown':
      log.rememberError(outcome.error);
      log.warn(`Not known whether ${name} arrived (${outcome.reason}): ${logged(outcome.error)}`);
      return;
    case 'cancelled':
      log.info(`Cancelled ${name} ${outcome.sent ? 'and the platform did not store it' : 'before it was sent'}`);
      return;
  }
}

/** Returns the name of an upload for the log. */
export function logName({ upload }: UploadRecord): string {
  return `${upload.appCode}/${upload.module} ${upload.version}`;
}

/**
 * Remembers the module and link of an upload, and whether the platform refused the link's host. The remembered values
 * can be read from memory immediately, so this does not wait until they are stored. Storing takes 80 ms in a busy
 * window (measured in VS Code 1.139), five times as long as the upload in that measurement. An error is only logged,
 * because the package is stored anyway.
 */
function remember({ recents, uploads, log }: UploadServices, record: UploadRecord, outcome: UploadOutcome): void {
  const { platform, upload } = record;
  uploads.refusals.learn(record, outcome).catch((error: unknown) => {
    log.warn(`What this upload says of the platform’s list of hosts could not be remembered: ${String(error)}`);
  });
  if (outcome.status !== 'uploaded') return;
  recents.remember(platform.gatewayUrl, upload.appCode, upload.module, upload.packageUrl).catch((error: unknown) => {
    log.warn(`The choices of this upload could not be remembered: ${String(error)}`);
  });
}
