import type { ContractCase, ContractRequest, Expectation, RequestBody } from './contractCase.ts';
import type { Matcher } from './matcher.ts';

// Constants and functions that many cases share: paths, bodies, and the envelopes of platform-api.md 1.11 and 2.5.
export const APPLICATION_LIST_PATH = '/bkapps/applications/lists/minimal';
export const APPLICATION_PATH = '/bkapps/applications/{app}/';
export const MODULES_PATH = '/bkapps/applications/{app}/modules/';
export const BRANCHES_PATH = '/bkapps/applications/{app}/modules/{module}/repo/branches/';
export const UPLOAD_PATH = '/bkapps/applications/{app}/modules/{module}/source_package/link/';

export const anything: Matcher = { is: 'anything' };
export const absent: Matcher = { is: 'absent' };
export const text: Matcher = { is: 'text' };
export const integer: Matcher = { is: 'integer' };
export const boolean: Matcher = { is: 'boolean' };
export const date: Matcher = { is: 'date', offset: 'either' };
export const uuid = pattern('^[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$');
export const serverErrorPage: Matcher = { is: 'page', title: 'Server Error (500)' };

export function pattern(source: string): Matcher {
  return { is: 'pattern', text: source };
}

export function object(
  keys: Readonly<Record<string, Matcher>>,
  optional?: Readonly<Record<string, Matcher>>,
): Extract<Matcher, { is: 'object' }> {
  return { is: 'object', keys, ...(optional && { optional }) };
}

export function orNull(matcher: Matcher): Matcher {
  return { is: 'oneOf', of: [matcher, null] };
}

/** Expects the HTML page of an unhandled error (platform-api.md 1.11 F). */
export const serverError: Expectation = {
  status: 500,
  headers: { 'Content-Type': pattern('^text/html'), 'X-Bkapi-Error-Code': absent },
  body: serverErrorPage,
};

/** Expects envelope A of platform-api.md 1.11, with its two headers. */
export function codedError(code: string, number: number, detail: Matcher): Expectation {
  return {
    status: 400,
    headers: { 'bkapi-error-code': code, 'bkapi-error-code-num': String(number), 'X-Bkapi-Error-Code': absent },
    body: object({ code, detail }),
  };
}

/** Expects envelope B of platform-api.md 1.11, with one message about one field. */
export function fieldError(field: string, message: string): Expectation {
  return {
    status: 400,
    body: object({
      code: 'VALIDATION_ERROR',
      detail: `${field}: ${message}`,
      fields_detail: object({ [field]: { is: 'list', exactly: [message] } }),
    }),
  };
}

/**
 * Expects envelope B of platform-api.md 1.11 for this field. Accepts any message, because platform-api.md does not give
 * the text of the message.
 */
export function anyFieldError(field: string): Expectation {
  return {
    status: 400,
    body: object({
      code: 'VALIDATION_ERROR',
      detail: pattern(`^${field}: .`),
      fields_detail: object({ [field]: { is: 'list', least: 1, of: text } }),
    }),
  };
}

/** Expects envelope B-list of platform-api.md 1.11, in which `fields_detail` is an array. */
export function nonFieldError(message: string): Expectation {
  return {
    status: 400,
    body: object({
      code: 'VALIDATION_ERROR',
      detail: message,
      fields_detail: { is: 'list', exactly: [message] },
    }),
  };
}

/** Expects envelope D of platform-api.md 1.11. */
export function frameworkError(status: number, detail: Matcher): Expectation {
  return { status, headers: { 'X-Bkapi-Error-Code': absent }, body: object({ detail, code: 'ERROR' }) };
}

/** Expects envelope E of platform-api.md 1.11, which has no `detail`. */
export const forbidden: Expectation = {
  status: 403,
  headers: { 'X-Bkapi-Error-Code': absent },
  body: object({
    message: 'You are not allowed to do this operation.',
    apply_url_for_admin: pattern('^https?://'),
    apply_url_for_ops: pattern('^https?://'),
    apply_url_for_dev: pattern('^https?://'),
    code: 'ERROR',
    detail: absent,
  }),
};

// A newer release of the framework may translate the text (platform-api.md 1.10). The text always contains the name of
// the model, `Application`.
export const noApplication = frameworkError(404, pattern('\\bApplication\\b'));
export const noModule = frameworkError(404, '未找到。');

/** Expects the body and headers of a gateway error (platform-api.md 2.4, 2.5); `message` is a pattern. */
export function gatewayError(status: number, code: number, codeName: string, message: string): Expectation {
  return {
    status,
    headers: {
      'Content-Type': pattern('^application/json'),
      'X-Bkapi-Error-Code': String(code),
      'X-Bkapi-Error-Message': pattern(message),
      'bkapi-error-code': absent,
    },
    body: object({ code, code_name: codeName, message: pattern(message), result: false, data: null }),
  };
}

export function apiNotFound(method: string, pathEnd: string): Expectation {
  return gatewayError(404, 1640401, 'API_NOT_FOUND', `^API not found \\[method="${method}" path="/.*${pathEnd}"\\]$`);
}

export function multipart(fields: Readonly<Record<string, string>>): RequestBody {
  return { kind: 'multipart', fields };
}

export function json(value: unknown): RequestBody {
  return { kind: 'json', value };
}

/** Returns a POST that uploads to the module. */
export function uploadRequest(body: RequestBody, rest: Omit<Partial<ContractRequest>, 'body'> = {}): ContractRequest {
  return { method: 'POST', path: UPLOAD_PATH, body, ...rest };
}

/**
 * Returns an upload of the package `{package}` as the version `{version}`. `fields` adds or replaces fields of the
 * body.
 */
export function validUpload(fields: Readonly<Record<string, string>> = {}): ContractRequest {
  return uploadRequest(multipart({ package_url: '{package}', version: '{version}', ...fields }));
}

/** The body of the response to an upload, on platforms of every age (platform-api.md 1.5). */
const storedPackage = object(
  {
    version: '{version}',
    package_name: text,
    package_size: { is: 'decimal' },
    sha256_signature: pattern('^[0-9a-f]{64}$'),
    updated: date,
    created: date,
  },
  { id: integer, is_deleted: false, operator: orNull(text) },
);

export const uploadAccepted: Expectation = { status: 200, body: storedPackage };

/** Expects a 200 whose body has a list `results`, and these headers. */
export function applicationListAnswer(headers: Readonly<Record<string, Matcher>> = {}): Expectation {
  return { status: 200, headers, body: object({ results: { is: 'list' } }) };
}

/**
 * Returns a function that builds cases named `{prefix}.{id}`. Each case requests the short list of applications,
 * changed by `request`.
 */
export function listCaseBuilder(
  prefix: string,
): (id: string, standsFor: string, request: Partial<ContractRequest>, expect: Expectation) => ContractCase {
  return (id, standsFor, request, expect) => ({
    id: `${prefix}.${id}`,
    statement: standsFor,
    request: { path: APPLICATION_LIST_PATH, ...request },
    expect,
  });
}

/** Expects a 200 whose body has the version of the case and these keys. */
export function uploadAnswer(keys: Readonly<Record<string, Matcher>>): Expectation {
  return { status: 200, body: object({ version: '{version}', ...keys }) };
}
