import * as vscode from 'vscode';
import { findGateway } from '../../core/operations/connection/findGateway.ts';
import { canContinuePast, probeGateway, type GatewayProblem } from '../../core/operations/connection/probeGateway.ts';
import type { Log } from '../../core/http/log.ts';
import { parseConsoleAddress } from '../../core/platform/consoleAddress.ts';
import { parseGatewayUrl, sendsTokenUnencrypted, type GatewayUrl } from '../../core/platform/gatewayUrl.ts';
import type { SignInLink } from '../../core/platform/signInLink.ts';
import { gatewayUrlProblemText } from '../../texts/inputTexts.ts';
import { gatewayNotFoundText, gatewayProblemText, plainHttpText } from '../../texts/signInTexts.ts';
import type { TextQuestion, ValidationMessage } from '../editor/quickInput.ts';

const { t } = vscode.l10n;

/** The answers that describe a new platform. */
export interface NewPlatformDraft {
  /** The text in the input box for the address. The user might not have pressed Enter yet. */
  gatewayUrl: string;
  /** The gateway URL to which `consoleUrl` and `tenantId` belong. */
  described?: GatewayUrl;
  consoleUrl: string;
  tenantId: string;
  /** The sign-in link that was opened. It describes only its own gateway. */
  link?: SignInLink;
}

/**
 * Sets the gateway that the draft describes. If the gateway changes, the draft gets the console URL and the tenant ID
 * from the sign-in link for this gateway. Without such a link, they become empty.
 */
export function setDraftGateway(draft: NewPlatformDraft, gatewayUrl: GatewayUrl): void {
  if (draft.described === gatewayUrl) return;
  const link = draft.link?.gatewayUrl === gatewayUrl ? draft.link : undefined;
  draft.described = gatewayUrl;
  draft.consoleUrl = link?.consoleUrl ?? '';
  draft.tenantId = link?.tenantId ?? '';
}

/**
 * Returns the question for the platform's address. The user enters the gateway URL, or the console's address, from
 * which the gateway is then found. Enter probes the gateway without a token.
 */
export function gatewayQuestion(
  log: Log,
  draft: NewPlatformDraft,
): Pick<TextQuestion, 'prompt' | 'placeholder' | 'validate' | 'check'> {
  /** The gateway that was found from the console's address. The search has already probed this gateway. */
  let found: GatewayUrl | undefined;
  /** The text whose problem was shown as a warning. Pressing Enter again accepts the text. */
  let insisted: string | undefined;
  return {
    prompt: t('Your platform’s address: the console URL, or the gateway URL including the stage'),
    placeholder: 'https://paas.example.com, https://bkapi.example.com/api/bkpaas3/prod',
    validate: (text) => {
      draft.gatewayUrl = text;
      const parsed = parseGatewayUrl(text);
      if (parsed.ok && parsed.gatewayUrl === found) return gatewayFoundMessage(found);
      if (parseConsoleAddress(text) !== undefined) return undefined;
      if (!parsed.ok) return { text: gatewayUrlProblemText(t, parsed.problem), severity: 'error' };
      return sendsTokenUnencrypted(parsed.gatewayUrl) ? { text: plainHttpText(t), severity: 'warning' } : undefined;
    },
    check: async (text, signal) => {
      const consoleAddress = parseConsoleAddress(text);
      if (consoleAddress !== undefined) return find(consoleAddress, signal);
      const parsed = parseGatewayUrl(text);
      if (!parsed.ok || parsed.gatewayUrl === found || text === insisted) return undefined;
      const probe = await probeGateway(parsed.gatewayUrl, log, signal);
      if (probe.kind === 'gateway') return undefined;
      // The text can be the address of a console page, because such a page can have a path that looks like a stage, for
      // example https://paas.example.com/login.
      const { host, origin } = new URL(parsed.gatewayUrl);
      const fromConsole = probe.kind === 'notGateway' ? await find(origin, signal) : undefined;
      if (fromConsole?.replacement !== undefined) return fromConsole;
      const problem = gatewayProblemText(t, probe, host);
      if (!canContinuePast(probe)) return { text: problem, severity: 'error' };
      insisted = text;
      const question = t('{0} Press Enter again to use this URL anyway.', problem);
      return { text: question, severity: 'warning', confirmOnEnter: true };
    },
  };

  async function find(address: string, signal: AbortSignal): Promise<ValidationMessage> {
    const gateway = await findGateway(address, log, signal);
    if (gateway.gatewayUrl === undefined) return gatewayNotFoundMessage(address, gateway.problem);
    const { gatewayUrl, isConsole, problem } = gateway;
    setDraftGateway(draft, gatewayUrl);
    if (isConsole) draft.consoleUrl = address;
    if (problem) {
      const text = gatewayProblemText(t, problem, new URL(gatewayUrl).host);
      return { text, severity: 'warning', replacement: gatewayUrl };
    }
    found = gatewayUrl;
    return { ...gatewayFoundMessage(found), replacement: found };
  }
}

function gatewayFoundMessage(gatewayUrl: GatewayUrl): ValidationMessage {
  const text = t('Found the gateway of this platform. Press Enter to continue.');
  return { text: sendsTokenUnencrypted(gatewayUrl) ? `${text} ${plainHttpText(t)}` : text, severity: 'info' };
}

function gatewayNotFoundMessage(address: string, problem: GatewayProblem | undefined): ValidationMessage {
  const { host } = new URL(address);
  // If the host itself cannot be reached, the network is the cause, not the address.
  const isUnreachable = problem !== undefined && canContinuePast(problem);
  const text = isUnreachable ? gatewayProblemText(t, problem, host) : gatewayNotFoundText(t, host);
  return { text, severity: 'error' };
}
