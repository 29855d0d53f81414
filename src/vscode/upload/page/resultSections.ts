import { probablyDiffers } from '../../../core/operations/upload/compareIntegrity.ts';
import type { PreflightWarning } from '../../../core/operations/upload/preflight.ts';
import type { UploadRecord } from '../../../core/operations/upload/uploadRecord.ts';
import type { PlatformError } from '../../../core/platform/platformError.ts';
import type { PackageVersion, SourcePackage } from '../../../core/platform/sourcePackages.ts';
import { isWebAddress } from '../../../core/http/urls.ts';
import { maskPackageUrl } from '../../../core/releases/packageUrl.ts';
import type { FailureText } from '../../../texts/failureTexts.ts';
import { errorText, contactText } from '../../../texts/errorTexts.ts';
import { absoluteTime, formatExactBytes, formatDuration, formatSize } from '../../../texts/formats.ts';
import { integrityText } from '../../../texts/integrityTexts.ts';
import { preflightText } from '../../../texts/preflightTexts.ts';
import type { Translate } from '../../../texts/translate.ts';
import { commandIds } from '../../editor/ids.ts';
import type { UploadReport } from '../uploadReport.ts';
import { html, type SafeHtml } from '../../editor/html.ts';

/** Renders the package that the platform stored. */
export function packageTable(t: Translate, stored: SourcePackage): SafeHtml {
  const copy = html`<button class="inline" type="button" data-action="${commandIds.copySha256}">${t('Copy')}</button>`;
  return table(t('Stored source package'), [
    [t('Version'), html`<code>${stored.version}</code>`],
    [t('Package name'), stored.packageName === '' ? undefined : html`<code>${stored.packageName}</code>`],
    [t('Size'), sizeHtml(t, stored.sizeBytes)],
    [t('SHA-256'), stored.sha256 === undefined ? undefined : html`${hashHtml(stored.sha256)} ${copy}`],
    [t('Created'), stored.created && absoluteTime(stored.created.time)],
    [t('Updated'), stored.updated && absoluteTime(stored.updated.time)],
    [t('Uploaded by'), stored.operator],
  ]);
}

/** Renders a version from the platform's list of versions. */
export function versionTable(t: Translate, caption: string, version: PackageVersion): SafeHtml {
  return table(caption, [
    [t('Version'), html`<code>${version.version}</code>`],
    [t('Package name'), version.packageName === undefined ? undefined : html`<code>${version.packageName}</code>`],
    [t('Size'), sizeHtml(t, version.sizeBytes)],
    [t('SHA-256'), version.sha256 === undefined ? undefined : hashHtml(version.sha256)],
    [t('Updated'), version.updated && absoluteTime(version.updated.time)],
  ]);
}

/** Renders the platform's current package of the version, compared with the package that the upload stored. */
export function comparisonSection(
  t: Translate,
  { record }: UploadReport,
  { now }: NonNullable<UploadReport['comparison']>,
): SafeHtml {
  return html`<h2>${t('Comparison with the platform')}</h2>
    <p>${comparisonText(t, record, now)}</p>
    ${now ? versionTable(t, t('Current package on the platform'), now) : ''}`;
}

/** Returns the result of the comparison in one sentence. `now` is the platform's package; undefined if it has none. */
export function comparisonText(t: Translate, { outcome }: UploadRecord, now: PackageVersion | undefined): string {
  if (!now) return t('This version doesn’t exist on the platform.');
  if (now.cleanedUp) return t('This version exists, but the platform has removed its package in a cleanup.');
  if (outcome?.status !== 'uploaded') return t('The platform has a package for this version.');
  const then = outcome.package;
  if (then.sha256 !== undefined && now.sha256 !== undefined)
    return then.sha256 === now.sha256
      ? t('This is the package that was uploaded: the SHA-256 matches.')
      : t('This isn’t the package that was uploaded: the version was overwritten later.');
  return then.sizeBytes === now.sizeBytes && then.updated?.time === now.updated?.time
    ? t('The size and date match the upload. The platform didn’t provide a SHA-256 to compare.')
    : t('The size or date differs from the upload: the version was overwritten later.');
}

/** Renders why an upload failed and what to do. The headline contains what happened. */
export function failureSection(t: Translate, error: PlatformError, failure: FailureText): SafeHtml {
  const { why, todo, contact, reported } = failure;
  const { applyUrl } = error.facts;
  const details = table(t('Error details'), [
    [t('Why'), why],
    [t('What to do'), todo],
    [t('Contact'), contact && contactText(t, contact)],
    [
      t('Where to apply for the role'),
      applyUrl !== undefined && isWebAddress(applyUrl)
        ? html`<a href="${applyUrl}" data-url="${applyUrl}">${applyUrl}</a>`
        : undefined,
    ],
    [t('Platform response'), reported],
  ]);
  return html`${details} ${platformMessageSection(t, error)}`;
}

/**
 * Renders the reason why the outcome of an upload is unknown. The error's advice is left out, because the advice
 * applies only to an upload that failed.
 */
export function unknownSection(t: Translate, error: PlatformError): SafeHtml {
  const { what, why } = errorText(t, error.code, error.facts);
  const reasons = table(t('Why the result is unknown'), [
    [t('What happened'), what],
    [t('Why'), why],
  ]);
  return html`${reasons} ${platformMessageSection(t, error)}`;
}

/** Renders the platform's message in a collapsed element. */
function platformMessageSection(t: Translate, { facts }: PlatformError): SafeHtml | '' {
  const { said } = facts;
  if (!said) return '';
  return html`<details id="said" class="said">
    <summary>${t('Original message from the platform')}</summary>
    <pre>${said}</pre>
  </details>`;
}

/** Renders the details of the request, including those with which an administrator can find the request. */
export function requestFacts(t: Translate, { platform, record }: UploadReport): SafeHtml {
  const { upload, outcome, startedAt, userName, sent } = record;
  const error = outcome && 'error' in outcome ? outcome.error : undefined;
  // This error made the outcome unknown until the upload was reconciled.
  const lost = !error && sent?.interruption && 'error' in sent.interruption ? sent.interruption.error : undefined;
  const answered = outcome?.status === 'uploaded' ? outcome : undefined;
  const requestId = (error ?? lost)?.facts.requestId ?? answered?.requestId;
  const took = answered?.milliseconds;
  return table(t('Request details'), [
    [t('Package URL'), html`<span class="url">${maskPackageUrl(upload.packageUrl)}</span>`],
    [t('Overwrite'), upload.allowOverwrite ? t('allowed') : t('not allowed')],
    [t('Platform'), html`${platform.name} <span class="dim url">${platform.gatewayUrl}</span>`],
    [t('Signed in as'), userName],
    [t('Started'), absoluteTime(startedAt)],
    [t('Duration'), took === undefined ? undefined : formatDuration(took)],
    [t('HTTP status'), error?.facts.status],
    [t('Extension error ID'), error && html`<code>${error.code}</code>`],
    [t('Reason for the lost response'), lost && html`<code>${lost.code}</code>`],
    [t('Request ID'), requestId === undefined ? undefined : html`<code>${requestId}</code>`],
  ]);
}

/** Renders the comparison of the stored package with the file at the link. */
export function verificationSection(t: Translate, { record, verifying }: UploadReport): SafeHtml | '' {
  const { integrity } = record;
  if (!integrity)
    return verifying ? html`<p class="dim">${t('Comparing the package with the file at the URL…')}</p>` : '';
  const { what, todo, sides } = integrityText(t, integrity);
  const bad = probablyDiffers(integrity);
  const sign = integrity.kind === 'verified' ? '✓' : '–';
  const rows = sides.map(({ name, sha256, size }): Row => [
    name,
    html`${size ?? ''}<br />${sha256 === undefined ? t('SHA-256 unknown') : hashHtml(sha256)}`,
  ]);
  return html`<p class="integrity ${integrity.kind}">
      <span aria-hidden="true">${bad ? '✗' : sign}</span> ${what} ${todo ?? ''}
    </p>
    ${rows.length > 0 ? table(t('Compared files'), rows) : ''}`;
}

/** Renders the warnings of the link inspection, except the one that is already the headline. */
export function warningSection(t: Translate, { warnings = [] }: UploadReport, cause?: PreflightWarning): SafeHtml | '' {
  const others = warnings.filter((warning) => warning !== cause);
  if (others.length === 0) return '';
  const rows = others.map((warning): Row => {
    const { what, todo } = preflightText(t, warning);
    return [what, todo];
  });
  return table(t('URL check from this computer'), rows);
}

type Row = [name: string, value: SafeHtml | string | number | undefined];

/** Renders a table without the rows whose value is undefined. */
function table(caption: string, rows: readonly Row[]): SafeHtml {
  const filled = rows.flatMap(([name, value]) => {
    if (value === undefined) return [];
    return html`<tr>
      <th scope="row">${name}</th>
      <td>${value}</td>
    </tr>`;
  });
  return html`<table>
    <caption>
      ${caption}
    </caption>
    <tbody>
      ${filled}
    </tbody>
  </table>`;
}

function sizeHtml(t: Translate, bytes: number | undefined): SafeHtml | undefined {
  return bytes === undefined
    ? undefined
    : html`${formatSize(bytes)} <span class="dim">(${formatExactBytes(t, bytes)})</span>`;
}

function hashHtml(sha256: string): SafeHtml {
  return html`<code class="hash">${sha256}</code>`;
}
