import { spoilAnswer } from '../backend/spoilAnswer.ts';
import { refusalMessage } from './gatewayErrors.ts';
import type { GatewayAnswer, GatewayCall } from './answerAtGateway.ts';
import type { BackendAnswer } from '../backend/backendAnswer.ts';
import type { GatewayRefusal } from './gatewayErrors.ts';
import type { Switches } from '../switches.ts';

/** A response that is ready to send. */
export interface HttpAnswer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

/** Converts the gateway's response to HTTP, with the headers of platform-api.md 2.4. */
export function writeAnswer(answer: GatewayAnswer, call: GatewayCall, switches: Switches): HttpAnswer {
  const { outcome } = answer;
  const message =
    'backend' in outcome
      ? backendToHttp(spoilAnswer(outcome.backend, switches))
      : refusalToHttp(outcome.gateway, switches);
  const asksDebug = switches.debugHeader && call.headers.get('x-bkapi-debug')?.toLowerCase() === 'true';
  const headers: Record<string, string> = {
    Date: call.now().toUTCString(),
    ...message.headers,
    ...answer.headers,
    ...(switches.wrong !== 'noRequestId' && { 'X-Bkapi-Request-ID': call.requestId }),
    'X-Request-ID': call.headers.get('x-request-id') ?? call.requestId.replaceAll('-', ''),
    // The debug plugin runs only for requests that match a resource.
    ...(asksDebug && answer.route && { 'X-Bkapi-Debug-Info': debugInfo(answer, call) }),
  };
  return { ...message, headers };
}

function backendToHttp({ status, headers, body }: BackendAnswer): HttpAnswer {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, headers: { 'Content-Type': 'application/json', ...headers }, body: Buffer.from(text) };
}

function refusalToHttp(refusal: GatewayRefusal, switches: Switches): HttpAnswer {
  const { status, code, codeName } = refusal.error;
  const message = refusalMessage(refusal);
  return {
    status: switches.statusRewrite200 ? 200 : status,
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'X-Bkapi-Error-Code': String(code),
      'X-Bkapi-Error-Message': headerText(message),
    },
    body: Buffer.from(JSON.stringify({ code, code_name: codeName, message, result: false, data: null })),
  };
}

/**
 * Returns the value of the debug header, from which a client can learn the user and the application of its token. The
 * value contains the headers that the gateway forwards, including the signed identity. So a client must never log the
 * value.
 */
function debugInfo({ identity, route }: GatewayAnswer, call: GatewayCall): string {
  const forwarded = [...call.headers].filter(([name]) => name !== 'cookie' && name !== 'x-bkapi-authorization');
  return headerText(
    JSON.stringify({
      bk_request_id: call.requestId,
      bk_app_code: identity?.appCode ?? '',
      bk_username: identity?.user ?? '',
      bk_stage_name: 'prod',
      bk_resource_name: route?.operationId ?? '',
      instance_id: '00000000-0000-0000-0000-000000000000',
      client_ip: '127.0.0.1',
      request_headers: { ...Object.fromEntries(forwarded), 'x-bkapi-jwt': 'signed-identity-of-the-embedded-platform' },
    }),
  );
}

/** Encodes a text for a header as the real gateway does: as UTF-8, with a space for each control character. */
function headerText(text: string): string {
  return Buffer.from(text, 'utf8')
    .toString('latin1')
    .replaceAll(/[\u0000-\u001f\u007f]/g, ' ');
}
