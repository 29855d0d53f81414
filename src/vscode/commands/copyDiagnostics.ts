import os from 'node:os';
import * as vscode from 'vscode';
import { isObject } from '../../core/http/json.ts';
import { proxyInUse } from '../../core/http/proxyInUse.ts';
import { checkConnection, type TokenTestResult } from '../../core/operations/connection/checkConnection.ts';
import { diagnosticsText } from '../../texts/diagnosticsText.ts';
import { connect } from '../session/connect.ts';
import { settingIds } from '../editor/ids.ts';
import { showInformation, withProgress } from '../editor/notifications.ts';
import type { Session, SignedIn } from '../session/session.ts';
import { readPlatforms } from '../editor/settings.ts';
import { asPlatformError } from '../session/presentError.ts';
import type { SessionServices } from '../session/sessionServices.ts';

const { t } = vscode.l10n;

const networkSettings = [
  ...['http.proxy', 'http.noProxy', 'http.proxyStrictSSL', 'http.proxySupport', 'http.systemCertificates'],
  ...['http.proxyKerberosServicePrincipal', 'http.useLocalProxyConfiguration'],
];

const networkVariables = [
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'all_proxy', 'no_proxy'],
  ...['NODE_EXTRA_CA_CERTS', 'NODE_TLS_REJECT_UNAUTHORIZED', 'NODE_USE_ENV_PROXY', 'SSL_CERT_FILE', 'SSL_CERT_DIR'],
];

type DiagnosticsServices = Pick<SessionServices, 'editor' | 'session' | 'log'>;

/**
 * Copies diagnostics for an administrator to the clipboard: versions, settings, the log, the last error and a
 * connection check. If the user is not signed in, the connection check does not try the token. Copies nothing if the
 * user cancels the check.
 */
export async function copyDiagnostics(services: DiagnosticsServices): Promise<void> {
  const session = await services.session.read();
  // Reads the log before the connection check, because the log lines of the check would evict older lines.
  const log = services.log.lines;
  const platform = session.state === 'signedOut' ? readPlatforms()[0] : session.platform;
  const { connection, cancelled } = await withProgress(
    t('BlueKing PaaS: Checking the connection…'),
    async (_, signal) => ({
      connection:
        platform &&
        (await checkConnection({
          gatewayUrl: platform.gatewayUrl,
          proxy: await proxyInUse(new URL(platform.gatewayUrl)),
          tryToken: session.state === 'signedIn' ? (stop) => tryToken(services, session, stop) : undefined,
          log: services.log,
          signal,
        })),
      cancelled: signal.aborted,
    }),
  );
  if (cancelled) return;

  const { appName, appHost, remoteName, language } = vscode.env;
  const identity = session.state === 'signedIn' || session.state === 'rejected' ? session.identity : undefined;
  const text = diagnosticsText(t, {
    at: new Date(),
    extensionVersion: versionOf(services.editor.extension),
    editor: { name: appName, version: vscode.version, appHost, remoteName, language },
    computer: { system: `${os.type()} ${os.release()} ${os.arch()}`, node: process.versions.node },
    workspace: { trusted: vscode.workspace.isTrusted, folders: vscode.workspace.workspaceFolders?.length ?? 0 },
    session: {
      state: session.state,
      platform: platform?.name,
      gatewayUrl: platform?.gatewayUrl,
      userName: identity?.userName,
      appCode: identity?.appCode,
    },
    settings: readSettingValues(),
    environment: networkVariables.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value] as const];
    }),
    connection,
    lastError: services.log.lastError,
    log,
    secrets: collectSecrets(session),
    homes: [os.homedir()],
  });
  await vscode.env.clipboard.writeText(text);
  showInformation(
    t('Diagnostics copied. They don’t contain tokens or passwords, so you can send them to your administrator.'),
    {
      title: t('Show'),
      run: async () => {
        const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: text });
        await vscode.window.showTextDocument(document);
      },
    },
  );
}

async function tryToken(
  services: DiagnosticsServices,
  session: SignedIn,
  signal: AbortSignal,
): Promise<TokenTestResult> {
  try {
    const { identity } = await connect(session, services.session, services.log).whoAmI({ signal });
    return { ok: true, identity };
  } catch (error) {
    const { code, facts } = asPlatformError(services, 'copyDiagnostics', error);
    return { ok: false, code, requestId: facts.requestId };
  }
}

function readSettingValues(): [string, unknown][] {
  const configuration = vscode.workspace.getConfiguration();
  const { section, ...own } = settingIds;
  const names = [...Object.values(own).map((name) => `${section}.${name}`), ...networkSettings];
  return [
    ...names.map((name): [string, unknown] => [name, configuration.get<unknown>(name)]),
    // The whole value of this setting is a secret, so the diagnostics contain only whether it is set.
    ['http.proxyAuthorization', configuration.get<unknown>('http.proxyAuthorization') ? '***' : undefined],
  ];
}

/**
 * Returns the access token and the secrets of proxies, which the diagnostics must not contain. Of the URL of a proxy,
 * returns the password and not the whole URL, because an error can quote the password alone.
 */
function collectSecrets(session: Session): string[] {
  const configuration = vscode.workspace.getConfiguration('http');
  const proxies = [configuration.get<unknown>('proxy'), ...networkVariables.map((name) => process.env[name])];
  const authorization = configuration.get<unknown>('proxyAuthorization');
  return [
    ...(session.state === 'signedIn' ? [session.accessToken] : []),
    ...(typeof authorization === 'string' ? [authorization] : []),
    ...proxies.flatMap((url) => (typeof url === 'string' && URL.canParse(url) ? [new URL(url).password] : [])),
  ];
}

function versionOf(extension: vscode.Extension<unknown>): string {
  const manifest: unknown = extension.packageJSON;
  return isObject(manifest) && 'version' in manifest ? String(manifest['version']) : '?';
}
