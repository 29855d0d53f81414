import type { HttpRequest } from '../../../src/core/http/sendRequest.ts';
import { demoTokens } from '../../platform/seedDemo.ts';

/**
 * Returns a request for the list of applications. Its time limit and size limit are far above what a successful
 * response of the embedded platform needs.
 */
export function minimalList(server: { gatewayUrl: string }, rest: Partial<HttpRequest> = {}): HttpRequest {
  return {
    method: 'GET',
    url: new URL(`${server.gatewayUrl}/bkapps/applications/lists/minimal`),
    headers: { 'X-Bkapi-Authorization': JSON.stringify({ access_token: demoTokens.admin }) },
    timeoutMs: 10_000,
    maxBytes: 1024 * 1024,
    ...rest,
  };
}
