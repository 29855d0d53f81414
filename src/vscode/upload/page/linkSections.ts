import { integrityText } from '../../../texts/integrityTexts.ts';
import { personText } from '../../../texts/errorTexts.ts';
import { preflightText } from '../../../texts/preflightTexts.ts';
import type { Translate } from '../../../texts/translate.ts';
import type { UploadReport } from '../uploadReport.ts';
import { html, type SafeHtml } from '../../editor/html.ts';
import { hash, table } from './resultSections.ts';

/** Renders whether the platform stored the file at the link. */
export function verification(t: Translate, { record, verifying }: UploadReport): SafeHtml | '' {
  const { integrity } = record;
  if (!integrity) return verifying ? html`<p class="dim">${t('Comparing it with the file at the link…')}</p>` : '';
  const { what, todo, sides } = integrityText(t, integrity);
  const bad = integrity.kind === 'differs' || integrity.kind === 'damaged';
  const sign = { verified: '✓', differs: '✗', damaged: '✗', notCompared: '–' }[integrity.kind];
  const rows = sides.map(
    ({ name, sha256, size }) =>
      [name, html`${size ?? ''}<br />${sha256 === undefined ? t('SHA-256 unknown') : hash(sha256)}`] as const,
  );
  return html`<p class="integrity ${integrity.kind}" role="${bad ? 'alert' : 'status'}">
      <span aria-hidden="true">${sign}</span> ${what} ${todo ?? ''}
    </p>
    ${rows.length > 0 ? table(t('The two files'), rows) : ''}`;
}

/** Renders what the inspection of the link found: often the reason that the platform does not give. */
export function warningSection(t: Translate, { warnings }: UploadReport): SafeHtml | '' {
  if (!warnings || warnings.length === 0) return '';
  const rows = warnings.map((warning) => {
    const { what, todo, who } = preflightText(t, warning);
    return [personText(t, who), html`<strong>${what}</strong><br />${todo}`] as const;
  });
  return table(t('What was seen at the link from this computer, and who can do something about it'), rows);
}
