import * as vscode from 'vscode';
import type { UploadOutcome } from '../../core/operations/uploadPackage.ts';
import { signInHelps } from '../../core/platform/gatewayErrors.ts';
import type { PlatformError } from '../../core/platform/platformError.ts';
import type { UploadByLink } from '../../core/platform/sourcePackages.ts';
import { errorText } from '../../texts/errorTexts.ts';
import {
  showError,
  showInformation,
  showPlatformError,
  showWarning,
  type NotificationButton,
} from '../notifications.ts';
import { cancelledText } from '../views/resultPage.ts';
import type { Services } from './services.ts';
import { signIn } from './signIn.ts';

const { t } = vscode.l10n;

/** Shows what became of an upload: always in the panel, and as a notification only what must not be overlooked. */
export function presentOutcome(services: Services, request: UploadByLink, outcome: UploadOutcome): void {
  services.contextKeys.set('hasResult', true);
  const name = `${request.appCode}/${request.module} ${request.version}`;
  switch (outcome.status) {
    case 'uploaded':
      services.log.info(
        `Uploaded ${name}: ${outcome.package.packageName}, ${outcome.package.sizeBytes ?? '?'} bytes, sha256 ${outcome.package.sha256 ?? 'unknown'}`,
      );
      services.panel.show(false);
      services.catalog.refresh(request);
      return;
    case 'failed':
      services.log.error(`Not uploaded ${name}: ${logged(outcome.error)}`);
      services.panel.show(false);
      // The page beside it says why and what to do.
      showError(errorText(t, outcome.error.code, outcome.error.facts).what, ...remedies(services, outcome.error));
      return;
    case 'unknown':
      services.log.warn(`Not known whether ${name} arrived: ${logged(outcome.error)}`);
      services.panel.show(false);
      services.catalog.refresh(request);
      showWarning(
        t(
          'It is not known whether version {0} arrived. {1}',
          request.version,
          errorText(t, outcome.error.code, outcome.error.facts).what,
        ),
        refreshVersions(services, request),
      );
      return;
    case 'cancelled':
      services.log.info(`Cancelled ${name} ${outcome.sent ? 'while the platform was at work' : 'before it was sent'}`);
      if (!outcome.sent) return;
      services.panel.show(false);
      showInformation(cancelledText(t, true), refreshVersions(services, request));
      return;
  }
}

/** What was refused before there was an upload to show: a bad argument, an unknown platform. */
export function presentRefusal(services: Services, error: PlatformError): void {
  services.log.error(logged(error));
  showPlatformError(error, ...remedies(services, error));
}

function remedies(services: Services, error: PlatformError): NotificationButton[] {
  if (signInHelps(error.code)) return [{ title: t('Sign In'), run: () => signIn(services) }];
  const { applyUrl } = error.facts;
  if (applyUrl !== undefined)
    return [{ title: t('Apply for the Role'), run: () => vscode.env.openExternal(vscode.Uri.parse(applyUrl)) }];
  return [
    {
      title: t('Show Log'),
      run: () => {
        services.log.show();
      },
    },
  ];
}

function refreshVersions(services: Services, request: UploadByLink): NotificationButton {
  return {
    title: t('Refresh Versions'),
    run: () => {
      services.catalog.refresh(request);
    },
  };
}

/** For the log: codes and ids. What the platform said may hold a fragment of a token's answer (API reference 7.9), so it stays out. */
function logged({ code, facts }: PlatformError): string {
  return [
    code,
    facts.status === undefined ? '' : `HTTP ${facts.status}`,
    facts.requestId === undefined ? '' : `request id ${facts.requestId}`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}
