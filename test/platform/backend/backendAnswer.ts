import { messages } from './messages.ts';
import type { Language } from './language.ts';
import type { Message } from './messages.ts';

/** The response of the platform's server: JSON, or HTML when `body` is a string. */
export interface BackendAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: unknown;
}

/** Thrown by any step of the backend to end the request with the response `answer`. */
export class BackendRefusal extends Error {
  readonly answer: BackendAnswer;

  constructor(answer: BackendAnswer) {
    super(`The backend answers ${answer.status}`);
    this.answer = answer;
  }
}

export function okAnswer(body: unknown): BackendAnswer {
  return { status: 200, headers: {}, body };
}

/** Returns shape A of platform-api.md 1.11: an error with a code. `number` is -1 if the code has no number. */
export function codedError(code: string, number: number, detail: string, status = 400): BackendAnswer {
  return {
    status,
    headers: { 'bkapi-error-code': code, 'bkapi-error-code-num': String(number) },
    body: { code, detail },
  };
}

/**
 * Returns shape B of platform-api.md 1.11: messages for single fields. `detail` is the alphabetically first of all
 * `field: message` lines.
 */
export function fieldErrors(fields: Readonly<Record<string, readonly string[]>>): BackendAnswer {
  const lines = Object.entries(fields)
    .flatMap(([field, texts]) => texts.map((text) => `${field}: ${text}`))
    .sort();
  return {
    status: 400,
    headers: {},
    body: { code: 'VALIDATION_ERROR', detail: lines[0], fields_detail: fields },
  };
}

/** Returns shape B-list of platform-api.md 1.11: a validation error naming no field. `fields_detail` is an array. */
export function nonFieldError(text: string): BackendAnswer {
  return { status: 400, headers: {}, body: { code: 'VALIDATION_ERROR', detail: text, fields_detail: [text] } };
}

/** Returns shape C of platform-api.md 1.11: no user is signed in. `detail` is always in Chinese. */
export function notLoggedIn(): BackendAnswer {
  return {
    status: 401,
    headers: {},
    body: {
      code: 'Unauthorized',
      detail: '用户未登录或登录态失效，请使用登录链接重新登录',
      login_url: { full: 'https://paas.example.com/login/', simple: 'https://paas.example.com/login/plain/' },
    },
  };
}

/** Returns shape D of platform-api.md 1.11: an error of the web framework. */
export function frameworkError(status: number, detail: string): BackendAnswer {
  return { status, headers: {}, body: { detail, code: 'ERROR' } };
}

/** Returns shape E of platform-api.md 1.11: the user's role does not allow the action. The body has no `detail`. */
export function forbidden(): BackendAnswer {
  const link = (group: number): string => `https://bkiam.example.com/apply-join-user-group?id=${group}`;
  return {
    status: 403,
    headers: {},
    body: {
      message: 'You are not allowed to do this operation.',
      apply_url_for_admin: link(101),
      apply_url_for_ops: link(103),
      apply_url_for_dev: link(102),
      code: 'ERROR',
    },
  };
}

/** Returns shape F of platform-api.md 1.11: an unhandled error. The page does not name the cause. */
export function serverError(): BackendAnswer {
  return htmlPage(500, 'Server Error (500)', '<h1>Server Error (500)</h1><p></p>');
}

/** Returns Django's page for a path that no route matches. */
export function pageNotFound(): BackendAnswer {
  const text = '<h1>Not Found</h1><p>The requested resource was not found on this server.</p>';
  return htmlPage(404, 'Not Found', text);
}

/**
 * Returns a message of the platform in a language. Each `{}` is replaced by the next value, or by nothing if no value
 * is left.
 */
export function localizedMessage(message: Message, language: Language, ...values: readonly string[]): string {
  let filled = 0;
  return messages[message][language === 'en' ? 1 : 0].replaceAll('{}', () => values[filled++] ?? '');
}

function htmlPage(status: number, title: string, body: string): BackendAnswer {
  return {
    status,
    headers: { 'Content-Type': 'text/html; charset=utf-8' },
    body: `\n<!doctype html>\n<html lang="en">\n<head>\n  <title>${title}</title>\n</head>\n<body>\n  ${body}\n</body>\n</html>\n`,
  };
}
