import * as vscode from 'vscode';
import type { UploadOutcome } from '../../core/operations/upload/uploadOutcome.ts';
import type { UploadRecord } from '../../core/operations/upload/uploadRecord.ts';
import type { UploadByLink } from '../../core/platform/sourcePackages.ts';
import { errorText } from '../../texts/errorTexts.ts';
import { unknownReasonText } from '../../texts/outcomeTexts.ts';
import { showError, showInformation, showWarning, type NotificationButton } from '../editor/notifications.ts';
import { logged, remedies } from '../session/presentError.ts';
import type { UploadServices } from './uploadServices.ts';

const { t } = vscode.l10n;

/** Shows the outcome of an upload on the page, and an error also as a notification. */
export function presentOutcome(services: UploadServices, record: UploadRecord, outcome: UploadOutcome): void {
  const { upload } = record;
  logOutcome(services, upload, outcome);
  learn(services, record, outcome);
  if (outcome.status === 'uploaded') {
    services.catalog.refresh(upload);
    remember(services, record);
  }
  if (outcome.status !== 'cancelled') services.uploads.panel.show(false);
  // The page shows why, and what to do.
  if (outcome.status === 'failed')
    showError(errorText(t, outcome.error.code, outcome.error.facts).what, ...remedies(services, outcome.error));
}

/** Notifies the user of an outcome that was found some time after the upload was sent. */
export function presentReconciled(services: UploadServices, record: UploadRecord, outcome: UploadOutcome): void {
  const { upload } = record;
  logOutcome(services, upload, outcome);
  learn(services, record, outcome);
  services.catalog.refresh(upload);
  // A notification with a button stays until it is closed, which is unnecessary while the page is visible.
  const buttons = services.uploads.panel.isShowing(record.id) ? [] : [showResult(services, record)];
  const name = t('{0} / {1}', upload.appCode, upload.module);
  switch (outcome.status) {
    case 'uploaded':
      remember(services, record);
      showInformation(
        outcome.known === 'foundAfterCancel'
          ? t('You cancelled, but the platform had stored version {0} in {1}.', upload.version, name)
          : t('Version {0} has arrived in {1} after all.', upload.version, name),
        ...buttons,
      );
      return;
    case 'cancelled':
      showInformation(
        t('Cancelled: the platform has not stored version {0} in {1}.', upload.version, name),
        ...buttons,
      );
      return;
    case 'failed': {
      const { what } = errorText(t, outcome.error.code, outcome.error.facts);
      showError(t('Version {0} has not arrived in {1}. {2}', upload.version, name, what), ...buttons);
      return;
    }
    case 'unknown':
      showWarning(
        t(
          'It is not known whether version {0} arrived in {1}. {2}',
          upload.version,
          name,
          unknownReasonText(t, outcome.reason),
        ),
        ...buttons,
      );
      return;
  }
}

function logOutcome({ log }: UploadServices, upload: UploadByLink, outcome: UploadOutcome): void {
  const name = `${upload.appCode}/${upload.module} ${upload.version}`;
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

/**
 * Remembers the choices without waiting: they are readable from memory at once, while storing them takes a busy window
 * 80 ms (measured in 1.139), five times the upload itself here. If that fails, the package is stored anyway.
 */
function remember({ recents, log }: UploadServices, { platform, upload }: UploadRecord): void {
  recents.remember(platform.gatewayUrl, upload.appCode, upload.module, upload.packageUrl).catch((error: unknown) => {
    log.warn(`The choices of this upload could not be remembered: ${String(error)}`);
  });
}

/** Learns from the outcome without waiting, like `remember`. */
function learn({ uploads: { refusals }, log }: UploadServices, record: UploadRecord, outcome: UploadOutcome): void {
  refusals.learn(record, outcome).catch((error: unknown) => {
    log.warn(`What this upload says of the platform’s list of hosts could not be remembered: ${String(error)}`);
  });
}

function showResult(services: UploadServices, record: UploadRecord): NotificationButton {
  return {
    title: t('Show Result'),
    run: () => {
      const report = services.uploads.reports.get(record.id);
      if (report) services.uploads.reports.choose(report);
      services.uploads.panel.show(true);
    },
  };
}
