import * as vscode from 'vscode';
import { preflight } from '../../core/operations/upload/preflight.ts';
import { severityOf } from '../../core/package/finding.ts';
import type { ModuleTarget } from '../../core/platform/paths.ts';
import { PlatformError } from '../../core/platform/platformError.ts';
import { checkPackageUrl } from '../../core/releases/packageUrl.ts';
import { SourceError } from '../../core/releases/sources/sourceError.ts';
import { findingMessage } from '../../texts/findingTexts.ts';
import { preflightText } from '../../texts/preflightTexts.ts';
import { fetchProblemText } from '../../texts/publishTexts.ts';
import { sourceErrorMessage } from '../../texts/sourceTexts.ts';
import type { ToolAnswer } from '../../texts/toolTexts.ts';
import { checkLink } from '../publish/fromRelease.ts';
import type { CheckedPackage } from '../publish/packageSource.ts';
import { checkResource } from '../publish/publishCommand.ts';
import type { PublishServices } from '../publish/publishServices.ts';
import type { SignedIn } from '../session/session.ts';
import type { AgentTool, ToolRequest } from './agentTool.ts';
import { platformLines } from './readTools.ts';
import { moduleOf, ToolRefusal, type ToolInput } from './toolInput.ts';

const { t } = vscode.l10n;

/** Maximum number of findings in one answer. */
const maxFindings = 50;

interface CheckRequest extends ToolRequest {
  /** The URL of the package; undefined if `resource` is given. */
  packageUrl: string | undefined;
  /** The URI of an archive or folder in the workspace; undefined if `packageUrl` is given. */
  resource: string | undefined;
  target: ModuleTarget | undefined;
}

/**
 * Returns the tool that checks a package. The checks are those that the extension runs before it publishes a package.
 * The tool uploads nothing.
 */
export function checkTool(services: PublishServices): AgentTool<CheckRequest> {
  return {
    inputs: ['packageUrl', 'path', 'appCode', 'module'],
    request: async (input) => {
      const packageUrl = input.packageUrl();
      const path = input.text('path');
      if ((packageUrl === undefined) === (path === undefined)) throw new ToolRefusal('oneSource');
      if (packageUrl !== undefined) {
        const link = checkPackageUrl(packageUrl);
        if (!link.ok) throw new PlatformError('packageUrlInvalid', { subject: link.problem });
      }
      const resource = path === undefined ? undefined : (await workspaceUri(path)).toString();
      return { packageUrl, resource, ...(await sessionAndTarget(services, input)) };
    },
    confirmation: ({ session, packageUrl, resource = '', target }) => ({
      title: t('Check a source package?'),
      lines: [
        { label: t('Package:'), code: packageUrl ?? vscode.Uri.parse(resource).fsPath },
        packageUrl === undefined
          ? t('Reads the package on this computer and checks it. Nothing is sent.')
          : t('Downloads the package to this computer and checks it. Nothing is uploaded.'),
        ...(target ? [t('Module: {0}', t('{0} / {1}', target.appCode, target.module))] : []),
        ...platformLines(session),
      ],
      progress: t('Checking the package…'),
    }),
    run: async ({ session, packageUrl, resource = '', target }, signal) => {
      try {
        const checked =
          packageUrl === undefined
            ? await checkResource(vscode.Uri.parse(resource), signal)
            : await checkLink(services, packageUrl, signal);
        const ahead = packageUrl === undefined || !session ? [] : warningTexts(services, session, packageUrl);
        if ('ok' in checked) {
          const { what, todo } = fetchProblemText(t, checked.problem);
          return {
            facts: { outcome: 'notAPackage', code: checked.problem.code },
            data: { message: t('{0} {1}', what, todo) },
          };
        }
        return await packageReportAnswer(checked, target, ahead);
      } catch (error) {
        if (signal.aborted) return { facts: { outcome: 'cancelled' } };
        if (error instanceof SourceError)
          return { facts: { outcome: 'failed', code: error.code }, data: { message: sourceErrorMessage(t, error) } };
        throw error;
      }
    },
  };
}

async function packageReportAnswer(
  { report }: CheckedPackage,
  target: ModuleTarget | undefined,
  ahead: readonly string[],
): Promise<ToolAnswer> {
  const { checkForTarget } = await import('../../core/package/checkPackage.ts');
  const { findings, entryCount } = target ? checkForTarget(report, target) : report;
  const count = (severity: string): number => findings.filter((each) => severityOf(each) === severity).length;
  const [errors, warned] = [count('error'), count('warning')];
  const outcome = errors > 0 ? 'errors' : warned > 0 || ahead.length > 0 ? 'warnings' : 'passed';
  const listed = findings.slice(0, maxFindings).map((finding) => ({
    severity: severityOf(finding),
    code: finding.code,
    file: finding.entry,
    message: findingMessage(t, finding),
  }));
  const facts = { outcome, errors, warnings: warned, entries: entryCount, listed: listed.length };
  return { facts, data: { ...(ahead.length > 0 && { aboutTheUrl: ahead }), findings: listed } };
}

/** Returns warnings about a URL that the platform would probably reject. Sends no request. */
function warningTexts({ uploads }: PublishServices, { platform }: SignedIn, packageUrl: string): string[] {
  const facts = { packageUrl, gatewayUrl: platform.gatewayUrl, refusedHosts: uploads.refusals.known };
  return preflight(facts).map((warning) => {
    const { what, todo } = preflightText(t, warning);
    return t('{0} {1}', what, todo);
  });
}

/**
 * Returns the session and the module for the check. The check works without them. If the user is signed in, a module in
 * the input must be valid. Otherwise the module is ignored.
 */
async function sessionAndTarget(
  { session }: PublishServices,
  input: ToolInput,
): Promise<Pick<CheckRequest, 'session' | 'target'>> {
  const state = await session.read();
  if (state.state === 'signedIn') return { session: state, target: moduleOf(input, state.platform) };
  return { session: undefined, target: undefined };
}

/**
 * Returns the URI of a file or folder in the workspace. Throws `ToolRefusal` for any other path, so that an agent
 * cannot read other files.
 */
async function workspaceUri(path: string): Promise<vscode.Uri> {
  if (!vscode.workspace.isTrusted) throw new ToolRefusal('notTrusted');
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const isAbsolute = /^(?:[A-Za-z]:)?[\\/]/.test(path);
  // `joinPath` also resolves `..`, so that a path cannot leave the workspace.
  const uri =
    folder && !isAbsolute ? vscode.Uri.joinPath(folder.uri, path) : vscode.Uri.joinPath(vscode.Uri.file(path), '.');
  if (!vscode.workspace.getWorkspaceFolder(uri)) throw new ToolRefusal('pathOutside');
  await vscode.workspace.fs.stat(uri).then(undefined, () => {
    throw new ToolRefusal('pathMissing');
  });
  return uri;
}
