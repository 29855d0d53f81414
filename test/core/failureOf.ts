import assert from 'node:assert/strict';
import { HttpError } from '../../src/core/http/httpError.ts';
import { PlatformError } from '../../src/core/platform/platformError.ts';

/** Returns the `PlatformError` of the call. Fails the test if it succeeds or throws something else. */
export async function failureOf(call: Promise<unknown> | (() => unknown)): Promise<PlatformError> {
  const error = await thrownBy(call);
  assert.ok(error instanceof PlatformError, `not a PlatformError: ${String(error)}`);
  return error;
}

/** Returns the `HttpError` of the exchange. Fails the test if it succeeds or throws something else. */
export async function httpFailureOf(exchange: Promise<unknown>): Promise<HttpError> {
  const error = await thrownBy(exchange);
  assert.ok(error instanceof HttpError, `not an HttpError: ${String(error)}`);
  return error;
}

async function thrownBy(call: Promise<unknown> | (() => unknown)): Promise<unknown> {
  try {
    await (typeof call === 'function' ? call() : call);
  } catch (error) {
    return error;
  }
  return assert.fail('it succeeded');
}
