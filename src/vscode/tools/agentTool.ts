import * as vscode from 'vscode';
import { PlatformError } from '../../core/platform/platformError.ts';
import { errorMessage } from '../../texts/errorTexts.ts';
import { toolAnswerText, type ToolAnswer } from '../../texts/toolTexts.ts';
import { asPlatformError } from '../session/presentError.ts';
import type { SignedIn } from '../session/session.ts';
import type { SessionServices } from '../session/sessionServices.ts';
import type { Tool } from './registerTools.ts';
import { ToolInput, ToolRefusal } from './toolInput.ts';

const { t } = vscode.l10n;

/**
 * The checked input of a call. `session` is undefined if the user is not signed in and the tool works without a
 * session.
 */
export interface ToolRequest {
  session: SignedIn | undefined;
}

/** The question that VS Code asks the user before a tool runs. */
export interface ToolConfirmation {
  title: string;
  /** Lines of plain text. A line with `code` ends with a value that VS Code must show as it is, such as a URL. */
  lines: readonly (string | { label: string; code: string })[];
  /** What is shown while the tool runs. */
  progress: string;
}

/** A tool that an agent can call. */
export interface AgentTool<Request extends ToolRequest> {
  /** The names of the members that the input may have. */
  inputs: readonly string[];
  /** Checks the input. Sends nothing. Throws `ToolRefusal` or `PlatformError`. */
  request(input: ToolInput): Promise<Request>;
  confirmation(request: Request): ToolConfirmation | Promise<ToolConfirmation>;
  run(request: Request, signal: AbortSignal): Promise<ToolAnswer>;
}

/**
 * Maximum number of remembered confirmations. A call that the user rejects never uses its confirmation, so unused ones
 * would accumulate without a limit.
 */
const maxRememberedConfirmations = 50;

/**
 * Converts a tool to the interface that VS Code calls. VS Code first calls `prepareInvocation` and shows the user the
 * confirmation that it returns. Then VS Code calls `invoke`, which runs the tool only if the user confirmed the same
 * input on the same platform. Each confirmation allows one call.
 */
export function languageModelTool<Request extends ToolRequest>(
  services: SessionServices,
  name: string,
  tool: AgentTool<Request>,
): Tool {
  const confirmed = new Set<string>();
  const request = (input: object): Promise<Request> => tool.request(new ToolInput(input, tool.inputs));
  return {
    async prepareInvocation({ input }) {
      try {
        const wanted = await request(input);
        const { title, lines, progress } = await tool.confirmation(wanted);
        confirmed.add(confirmationKey(wanted));
        for (const oldest of [...confirmed].slice(0, -maxRememberedConfirmations)) confirmed.delete(oldest);
        return { invocationMessage: progress, confirmationMessages: { title, message: confirmationMarkdown(lines) } };
      } catch (error) {
        // `invoke` refuses this input too and returns the reason, so there is nothing to confirm.
        if (error instanceof ToolRefusal) return { invocationMessage: error.message };
        if (error instanceof PlatformError) return { invocationMessage: errorMessage(t, error.code, error.facts) };
        throw error;
      }
    },
    async invoke({ input }, token) {
      const controller = new AbortController();
      const subscription = token.onCancellationRequested(() => {
        controller.abort();
      });
      try {
        const wanted = await request(input);
        if (!confirmed.delete(confirmationKey(wanted))) throw new ToolRefusal('notConfirmed');
        services.log.info(`An agent calls ${name}`);
        return resultOf(await tool.run(wanted, controller.signal));
      } catch (error) {
        return resultOf(refusalAnswer(services, name, error));
      } finally {
        subscription.dispose();
      }
    },
  };
}

/**
 * Returns the answer for an error. The error's message can quote a server, so it is marked as data, not as
 * instructions.
 */
function refusalAnswer(services: SessionServices, name: string, error: unknown): ToolAnswer {
  if (error instanceof ToolRefusal) return { facts: { outcome: 'refused', code: error.code, message: error.message } };
  const { code, facts } = asPlatformError(services, name, error);
  const { requestId } = facts;
  const outcome = code === 'cancelled' ? 'cancelled' : 'failed';
  return { facts: { outcome, code, requestId }, data: { message: errorMessage(t, code, facts) } };
}

/** Returns a key that is the same for the same input on the same platform. The key does not contain the token. */
function confirmationKey(request: ToolRequest): string {
  return JSON.stringify({ ...request, session: request.session?.platform.gatewayUrl });
}

/** Converts the lines to Markdown and escapes them, because VS Code shows a confirmation as Markdown. */
function confirmationMarkdown(lines: ToolConfirmation['lines']): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString();
  for (const line of lines) {
    if (typeof line === 'string') markdown.appendText(line);
    else {
      const fence = '`'.repeat(1 + Math.max(0, ...[...line.code.matchAll(/`+/g)].map(([run]) => run.length)));
      markdown.appendText(line.label).appendMarkdown(` ${fence} ${line.code} ${fence}`);
    }
    markdown.appendMarkdown('\n\n');
  }
  return markdown;
}

function resultOf(answer: ToolAnswer): vscode.LanguageModelToolResult {
  return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(toolAnswerText(answer))]);
}
