import type { ConnectionCheck, GatewaySeen, Hop } from '../core/operations/connection/checkConnection.ts';
import type { SkipReason, Step } from '../core/operations/connection/runStep.ts';
import { errorCodes, type ErrorCode } from '../core/platform/errorCode.ts';
import { errorText } from './errorTexts.ts';
import type { Translate } from './translate.ts';

/** Formats a connection check as a Markdown list, one line per step. */
export function connectionCheckText(t: Translate, check: ConnectionCheck): string {
  const subject = check.hops.find((hop) => hop.whose === 'gateway')?.host ?? '';
  const told = teller(t, subject);
  return [
    `- ${t('Proxy in use')}: ${check.proxy === undefined ? t('none') : quoted(check.proxy)}`,
    ...check.hops.flatMap((hop) => hopLines(t, told, hop)),
    `- ${t('Gateway')}: ${told(check.gateway, (found) => gatewayText(t, subject, found))}`,
    `- ${t('Access token')}: ${told(check.token, ({ identity }) =>
      t('accepted, user {0}, application {1}', identity.userName ?? '?', identity.appCode ?? '?'),
    )}`,
  ].join('\n');
}

/** Quotes an external value, so that none of its characters is parsed as Markdown. */
export function quoted(value: string): string {
  return `\`${value.replaceAll('`', "'").replace(/\s+/g, ' ')}\``;
}

function hopLines(t: Translate, told: Tell, { whose, host, port, name, connection }: Hop): string[] {
  const [ofName, ofConnection] =
    whose === 'proxy'
      ? [t('DNS of the proxy {0}', quoted(host)), t('TCP to the proxy {0}', quoted(`${host}:${port}`))]
      : [t('DNS of the gateway {0}', quoted(host)), t('TCP to the gateway {0}', quoted(`${host}:${port}`))];
  return [
    `- ${ofName}: ${told(name, ({ addresses }) => addresses.map(quoted).join(', '))}`,
    `- ${ofConnection}: ${told(connection, () => t('connected'))}`,
  ];
}

function gatewayText(t: Translate, subject: string, { status, code, answeredBy, requestId }: GatewaySeen): string {
  const id = requestId === undefined ? [] : [t('request ID {0}', quoted(requestId))];
  return [answererText(t, answeredBy), `HTTP ${status}`, ...verdict(t, code, subject), ...id].join(' · ');
}

/** Returns the error in the gateway's answer. `tokenMissing` is expected, because the check sends no token. */
function verdict(t: Translate, code: ErrorCode | undefined, subject: string): string[] {
  return code === undefined || code === 'tokenMissing' ? [] : [codeText(t, code, subject)];
}

function answererText(t: Translate, answeredBy: GatewaySeen['answeredBy']): string {
  switch (answeredBy) {
    case 'gateway':
      return t('reachable, the gateway answered');
    case 'platform':
      return t('reachable, the platform answered');
    case 'somebodyElse':
      return t('something else than the gateway answered');
  }
}

type Tell = <Found extends object>(step: Step<Found>, found: (step: Found) => string) => string;

/** Returns a function that describes a step. `subject` is the gateway's host, which the error texts name. */
function teller(t: Translate, subject: string): Tell {
  return (step, found) => {
    switch (step.state) {
      case 'ok':
        return t('{0} ({1} ms)', found(step), step.milliseconds);
      case 'failed': {
        const id = step.requestId === undefined ? [] : [t('request ID {0}', quoted(step.requestId))];
        const said = step.said === undefined ? [] : [quoted(step.said)];
        const text = [t('failed'), codeText(t, step.code, subject), ...said, ...id].join(' · ');
        return t('{0} ({1} ms)', text, step.milliseconds);
      }
      case 'skipped':
        return t('left out: {0}', skipText(t, step.reason));
    }
  };
}

/** Describes an error code: a known one with its sentence, any other unchanged. */
function codeText(t: Translate, code: string, subject: string): string {
  const known = errorCodes.find((candidate) => candidate === code);
  return known === undefined ? quoted(code) : `${quoted(known)} ${errorText(t, known, { subject }).what}`;
}

function skipText(t: Translate, reason: SkipReason): string {
  switch (reason) {
    case 'throughProxy':
      return t('the proxy does that');
    case 'isAddress':
      return t('it is an address, there is nothing to look up');
    case 'notReached':
      return t('a step before it failed');
    case 'somebodyElseAnswered':
      return t('the token is sent to the gateway only');
    case 'signedOut':
      return t('nobody is signed in');
  }
}
