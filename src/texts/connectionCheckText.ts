import type { ConnectionCheck, Hop } from '../core/operations/connection/checkConnection.ts';
import type { IdentifiedGateway } from '../core/operations/connection/identifyGateway.ts';
import type { SkipReason, StepResult } from '../core/operations/connection/runStep.ts';
import { errorCodes } from '../core/platform/errorCode.ts';
import { errorText } from './errorTexts.ts';
import { joinParts } from './formats.ts';
import type { Translate } from './translate.ts';

/** Formats a connection check as a Markdown list, one line per step. */
export function connectionCheckText(t: Translate, check: ConnectionCheck): string {
  const gatewayHost = check.hops.find((hop) => hop.whose === 'gateway')?.host ?? '';
  const formatStep: FormatStep = (step, found) => stepText(t, gatewayHost, step, found);
  return [
    `- ${t('Proxy in use')}: ${check.proxy === undefined ? t('none') : inlineCode(check.proxy)}`,
    ...check.hops.flatMap((hop) => hopLines(t, formatStep, hop)),
    `- ${t('Gateway')}: ${formatStep(check.gateway, (found) => gatewayText(t, gatewayHost, found))}`,
    `- ${t('Access token')}: ${formatStep(check.token, ({ identity }) =>
      t('accepted, user {0}, application {1}', identity.userName ?? '?', identity.appCode ?? '?'),
    )}`,
  ].join('\n');
}

/** Formats a value from outside as inline code, so that Markdown does not interpret the value's characters. */
export function inlineCode(value: string): string {
  return `\`${value.replaceAll('`', "'").replace(/\s+/g, ' ')}\``;
}

function hopLines(t: Translate, formatStep: FormatStep, { whose, host, port, name, connection }: Hop): string[] {
  const [ofName, ofConnection] =
    whose === 'proxy'
      ? [
          t('DNS lookup of the proxy {0}', inlineCode(host)),
          t('TCP connection to the proxy {0}', inlineCode(`${host}:${port}`)),
        ]
      : [
          t('DNS lookup of the gateway {0}', inlineCode(host)),
          t('TCP connection to the gateway {0}', inlineCode(`${host}:${port}`)),
        ];
  return [
    `- ${ofName}: ${formatStep(name, ({ addresses }) => addresses.map(inlineCode).join(', '))}`,
    `- ${ofConnection}: ${formatStep(connection, () => t('connected'))}`,
  ];
}

function gatewayText(t: Translate, host: string, { status, code, answeredBy, requestId }: IdentifiedGateway): string {
  // `tokenMissing` is expected, because the check sends no token.
  const error = code === undefined || code === 'tokenMissing' ? undefined : codeText(t, code, host);
  return joinParts([answererText(t, answeredBy), `HTTP ${status}`, error, requestIdText(t, requestId)]);
}

function requestIdText(t: Translate, requestId: string | undefined): string | undefined {
  return requestId === undefined ? undefined : t('request ID {0}', inlineCode(requestId));
}

function answererText(t: Translate, answeredBy: IdentifiedGateway['answeredBy']): string {
  const texts: Record<IdentifiedGateway['answeredBy'], string> = {
    gateway: t('reachable, response from the gateway'),
    platform: t('reachable, response from the platform'),
    intermediary: t('the response isn’t from the gateway'),
  };
  return texts[answeredBy];
}

type FormatStep = <Found extends object>(step: StepResult<Found>, found: (step: Found) => string) => string;

/** Describes the result of a step. The texts of error codes name the gateway's host. */
function stepText<Found extends object>(
  t: Translate,
  gatewayHost: string,
  step: StepResult<Found>,
  found: (step: Found) => string,
): string {
  switch (step.state) {
    case 'ok':
      return t('{0} ({1} ms)', found(step), step.milliseconds);
    case 'failed': {
      const said = step.said === undefined ? undefined : inlineCode(step.said);
      const parts = [t('failed'), codeText(t, step.code, gatewayHost), said, requestIdText(t, step.requestId)];
      return t('{0} ({1} ms)', joinParts(parts), step.milliseconds);
    }
    case 'skipped':
      return t('skipped: {0}', skipText(t, step.reason));
  }
}

/** Returns the quoted error code. A known code is followed by the sentence for the code. */
function codeText(t: Translate, code: string, subject: string): string {
  const known = errorCodes.find((candidate) => candidate === code);
  return known === undefined ? inlineCode(code) : `${inlineCode(known)} ${errorText(t, known, { subject }).what}`;
}

function skipText(t: Translate, reason: SkipReason): string {
  const texts: Record<SkipReason, string> = {
    throughProxy: t('done by the proxy'),
    isAddress: t('the host is an IP address'),
    notReached: t('an earlier step failed'),
    intermediaryAnswered: t('the token is sent only to the gateway'),
    signedOut: t('not signed in'),
  };
  return texts[reason];
}
