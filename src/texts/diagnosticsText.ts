import type { ConnectionCheck } from '../core/operations/connection/checkConnection.ts';
import type { Identity } from '../core/platform/applications.ts';
import { maskPackageUrl } from '../core/releases/packageUrl.ts';
import { connectionCheckText, inlineCode } from './connectionCheckText.ts';
import { oneOrMany } from './formats.ts';
import type { Translate } from './translate.ts';
import { withoutSecrets, type SensitiveValues } from './withoutSecrets.ts';

export interface LogLine {
  at: Date;
  level: 'debug' | 'info' | 'warn' | 'error';
  text: string;
}

/** The last error that was shown to the user, with the facts by which an administrator can find the request. */
export interface RememberedError {
  at: Date;
  code: string;
  status: number | undefined;
  requestId: string | undefined;
}

/** All data of a diagnostics report. The values can contain secrets, which `diagnosticsText` removes. */
export interface Diagnostics extends SensitiveValues {
  at: Date;
  extensionVersion: string;
  editor: { name: string; version: string; appHost: string; remoteName: string | undefined; language: string };
  computer: { system: string; node: string };
  workspace: { trusted: boolean; folders: number };
  session: Identity & { state: string; platform: string | undefined; gatewayUrl: string | undefined };
  /** Names and values of VS Code settings. The value of a setting that is not set is undefined. */
  settings: readonly (readonly [string, unknown])[];
  environment: readonly (readonly [string, string])[];
  /** Undefined if there is no platform to connect to. */
  connection: ConnectionCheck | undefined;
  lastError: RememberedError | undefined;
  log: readonly LogLine[];
}

/** Formats the diagnostics as Markdown for a chat or an issue. Removes tokens, passwords and home directories. */
export function diagnosticsText(t: Translate, data: Diagnostics): string {
  const { extensionVersion, editor, computer, workspace, session, connection, lastError, log } = data;
  const versions = bulletList([
    [t('Extension'), extensionVersion],
    [t('Editor'), `${editor.name} ${editor.version} (${editor.appHost})`],
    [t('Remote'), editor.remoteName ?? t('none')],
    [t('Display language'), editor.language],
    [t('Operating system'), computer.system],
    ['Node.js', computer.node],
    [t('Trusted workspace'), workspace.trusted ? t('yes') : t('no')],
    [t('Folders'), String(workspace.folders)],
  ]);
  const sessionFacts = bulletList([
    [t('State'), session.state],
    [t('Platform'), session.platform],
    [t('Gateway URL'), session.gatewayUrl],
    [t('User'), session.userName],
    [t('Application'), session.appCode],
  ]);
  const errorFacts =
    lastError &&
    bulletList([
      [t('Error code'), lastError.code],
      [t('HTTP status'), lastError.status?.toString()],
      [t('Request ID'), lastError.requestId],
      [t('Time'), lastError.at.toISOString()],
    ]);
  const sections: [string, string][] = [
    [t('Versions'), versions],
    [t('Session'), sessionFacts],
    [t('Settings'), valueList(t, data.settings)],
    [t('Environment variables'), valueList(t, data.environment)],
    [t('Connection check'), connection ? connectionCheckText(t, connection) : t('No platform is set up.')],
    [t('Last error'), errorFacts ?? t('No errors in this window.')],
    [
      oneOrMany(log.length, t('Log (last {0} line)', log.length), t('Log (last {0} lines)', log.length)),
      fencedBlock(log.map(logText).join('\n')),
    ],
  ];
  const text = [
    `# ${t('BlueKing PaaS for VS Code: diagnostics')}`,
    data.at.toISOString(),
    ...sections.map(([title, content]) => `## ${title}\n\n${content}`),
  ];
  return `${withoutSecrets(text.join('\n\n'), data)}\n`;
}

/** Formats items as a list with one line per item. Omits items without a value. */
function bulletList(items: readonly (readonly [string, string | undefined])[]): string {
  return items.flatMap(([label, value]) => (value === undefined ? [] : `- ${label}: ${inlineCode(value)}`)).join('\n');
}

function valueList(t: Translate, items: readonly (readonly [string, unknown])[]): string {
  return bulletList(items.map(([name, value]) => [name, valueText(value)])) || t('None set.');
}

/**
 * Formats a value and masks the secrets of URLs in the value. Masks each string separately, because the end of a URL in
 * a longer text can only be guessed.
 */
function valueText(value: unknown): string | undefined {
  if (typeof value === 'string' && value !== '') return maskPackageUrl(value);
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'string' ? maskPackageUrl(inner) : inner));
}

function logText({ at, level, text }: LogLine): string {
  return `${at.toISOString()} [${level}] ${text}`;
}

/** Formats a text as a code block. The fence has more backticks than any run of backticks in the text. */
function fencedBlock(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}
