import assert from 'node:assert/strict';
import { HttpError } from '../../src/core/http/httpError.ts';
import { PlatformError } from '../../src/core/platform/platformError.ts';

/**
 * Returns the `PlatformError` with which the call fails. Fails the test if the call succeeds or throws another error.
 */
export async function failureOf(call: Promise<unknown> | (() => unknown)): Promise<PlatformError> {
  const error = await thrownBy(call);
  assert.ok(error instanceof PlatformError, `not a PlatformError: ${String(error)}`);
  return error;
}

/**
 * Returns the `HttpError` with which the exchange fails. Fails the test if the exchange succeeds or throws another
 * error.
 */
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
