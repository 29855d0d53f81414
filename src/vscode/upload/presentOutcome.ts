import * as vscode from 'vscode';
import type { PreflightWarning } from '../../core/operations/upload/preflight.ts';
import type { UploadOutcome } from '../../core/operations/upload/uploadOutcome.ts';
import type { UploadRecord } from '../../core/operations/upload/uploadRecord.ts';
import type { UploadByLink } from '../../core/platform/sourcePackages.ts';
import { failureText } from '../../texts/failureTexts.ts';
import { unknownReasonText } from '../../texts/outcomeTexts.ts';
import { showError, showInformation, showWarning } from '../editor/notifications.ts';
import { formatErrorForLog } from '../session/presentError.ts';
import type { UploadServices } from './uploadServices.ts';

const { t } = vscode.l10n;

/**
 * Shows the outcome of an upload on the page, except for a cancelled upload. Shows no notification, because it would
 * only repeat the page. For the upload of a task, the task's terminal shows the outcome instead.
 */
export function presentOutcome(services: UploadServices, record: UploadRecord, outcome: UploadOutcome): void {
  logAndRememberOutcome(services, record, outcome);
  if (outcome.status !== 'cancelled' && !services.observer) services.uploads.panel.show(false);
}

/**
 * Notifies the user of an outcome that was found after the response to the upload was lost. Shows no notification if
 * the page shows this upload.
 */
export function presentReconciledOutcome(services: UploadServices, record: UploadRecord, outcome: UploadOutcome): void {
  logOutcome(services, record, outcome);
  rememberUpload(services, record, outcome);
  services.catalog.refresh(record.upload);
  const { panel, reports } = services.uploads;
  if (panel.isShowing(record.id)) return;
  const showResult = (): void => {
    const report = reports.get(record.id);
    if (report) reports.choose(report);
    panel.show(true);
  };
  const show = { uploaded: showInformation, cancelled: showInformation, failed: showError, unknown: showWarning };
  show[outcome.status](reconciledText(record.upload, outcome, reports.get(record.id)?.warnings), {
    title: t('Show Result'),
    run: showResult,
  });
}

function reconciledText(
  { appCode, module, version }: UploadByLink,
  outcome: UploadOutcome,
  warnings: readonly PreflightWarning[] | undefined,
): string {
  const name = t('{0} / {1}', appCode, module);
  switch (outcome.status) {
    case 'uploaded':
      return outcome.known === 'foundAfterCancel'
        ? t('Version {0} was uploaded to {1} before the cancellation took effect.', version, name)
        : t('Version {0} was uploaded to {1}.', version, name);
    case 'cancelled':
      return t('Canceled. Version {0} wasn’t uploaded to {1}.', version, name);
    case 'failed': {
      const { what } = failureText(t, outcome.error, warnings);
      return t('Version {0} wasn’t uploaded to {1}. {2}', version, name, what);
    }
    case 'unknown': {
      const why = unknownReasonText(t, outcome.reason);
      return t('Couldn’t confirm whether version {0} was uploaded to {1}. {2}', version, name, why);
    }
  }
}

/** Logs and remembers an outcome. Refreshes the module's versions if the upload succeeded. Shows nothing. */
export function logAndRememberOutcome(services: UploadServices, record: UploadRecord, outcome: UploadOutcome): void {
  logOutcome(services, record, outcome);
  rememberUpload(services, record, outcome);
  if (outcome.status === 'uploaded') services.catalog.refresh(record.upload);
}

function logOutcome({ log, observer }: UploadServices, record: UploadRecord, outcome: UploadOutcome): void {
  const name = uploadNameForLog(record);
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
      observer?.failed(outcome.error);
      log.error(`Not uploaded ${name}: ${formatErrorForLog(outcome.error)}`);
      return;
    case 'unknown':
      log.rememberError(outcome.error);
      observer?.failed(outcome.error);
      log.warn(`Not known whether ${name} arrived (${outcome.reason}): ${formatErrorForLog(outcome.error)}`);
      return;
    case 'cancelled':
      log.info(`Cancelled ${name} ${outcome.sent ? 'and the platform did not store it' : 'before it was sent'}`);
      return;
  }
}

/** Returns the name of an upload for the log. */
export function uploadNameForLog({ upload }: UploadRecord): string {
  return `${upload.appCode}/${upload.module} ${upload.version}`;
}

/**
 * Remembers the module and link of an upload, and whether the platform refused the link's host. The remembered values
 * can be read from memory immediately, so this does not wait until they are stored. Storing takes 80 ms in a busy
 * window (measured in VS Code 1.139), five times as long as the upload in that measurement. An error is only logged,
 * because the package is stored anyway.
 */
function rememberUpload(
  { editor: { recents }, uploads, log }: UploadServices,
  record: UploadRecord,
  outcome: UploadOutcome,
): void {
  const { platform, upload } = record;
  uploads.refusals.learn(record, outcome).catch((error: unknown) => {
    log.warn(`What this upload says of the platform’s list of hosts could not be remembered: ${String(error)}`);
  });
  if (outcome.status !== 'uploaded') return;
  recents.remember(platform.gatewayUrl, upload.appCode, upload.module, upload.packageUrl).catch((error: unknown) => {
    log.warn(`The choices of this upload could not be remembered: ${String(error)}`);
  });
}
