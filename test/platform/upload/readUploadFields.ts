import { BackendRefusal, fieldErrors, localizedMessage } from '../backend/backendAnswer.ts';
import { checkPackageUrl } from './checkPackageUrl.ts';
import type { UploadBody } from './parseUploadBody.ts';
import type { Message } from '../backend/messages.ts';
import type { BackendCall } from '../route.ts';

export interface UploadFields {
  packageUrl: string;
  /**
   * `undefined` if the version is missing. A missing version is not refused here, and causes a server error later
   * (platform-api.md 1.6).
   */
  version: string | undefined;
  allowOverwrite: boolean;
}

/** Result of reading one field: the value, or the message that refuses the value. */
type FieldResult<T> = { value: T } | { problem: string };

/**
 * Validates the fields of an upload (platform-api.md 1.2, 1.6). Throws a single refusal with the messages of all
 * invalid fields.
 */
export function readUploadFields(body: UploadBody, call: BackendCall): UploadFields {
  const packageUrl = readPackageUrl(body, call);
  const version = parseVersion(body, call);
  const allowOverwrite = readOverwrite(body, call);
  if ('value' in packageUrl && 'value' in version && 'value' in allowOverwrite) {
    return { packageUrl: packageUrl.value, version: version.value, allowOverwrite: allowOverwrite.value };
  }
  const problems = { package_url: packageUrl, version, allow_overwrite: allowOverwrite };
  const messages: Record<string, string[]> = {};
  for (const [field, read] of Object.entries(problems)) if ('problem' in read) messages[field] = [read.problem];
  throw new BackendRefusal(fieldErrors(messages));
}

function readPackageUrl(body: UploadBody, call: BackendCall): FieldResult<string> {
  if (!body.fields.has('package_url')) return fieldProblem(call, 'required');
  const text = readText(body.fields.get('package_url'), call);
  if ('problem' in text) return text;
  const { allowedHosts, wrong } = call.switches;
  const checked = wrong === 'longUrlAccepted' ? text.value.slice(0, 2048) : text.value;
  const refused = checkPackageUrl(checked, wrong === 'allowListUnchecked' ? 'any' : allowedHosts, call.language);
  return refused === undefined ? text : { problem: refused };
}

function parseVersion(body: UploadBody, call: BackendCall): FieldResult<string | undefined> {
  const value = body.fields.get('version');
  // In a form, an empty text in an optional field counts as missing.
  if (!body.fields.has('version') || (body.isForm && value === '')) return { value: undefined };
  const text = readText(value, call);
  if ('value' in text && text.value.includes('\0')) return fieldProblem(call, 'nullCharacter');
  return text;
}

/** Returns the trimmed text of a field. A JSON number becomes text. */
function readText(value: unknown, call: BackendCall): FieldResult<string> {
  if (value === null) return fieldProblem(call, 'null');
  if (typeof value !== 'string' && typeof value !== 'number') return fieldProblem(call, 'notString');
  const text = String(value).trim();
  return text === '' ? fieldProblem(call, 'blank') : { value: text };
}

const TRUE_VALUES: readonly unknown[] = ['t', 'y', 'yes', 'true', 'on', '1', 1, true];
const FALSE_VALUES: readonly unknown[] = ['f', 'n', 'no', 'false', 'off', '0', 0, false, 'null', '', null, undefined];

/**
 * Parses a boolean word in upper or lower case. Does not trim the word, because the framework trims only text fields.
 */
function readOverwrite(body: UploadBody, call: BackendCall): FieldResult<boolean> {
  const value = body.fields.get('allow_overwrite');
  const text = call.switches.wrong === 'overwriteTrimmed' && typeof value === 'string' ? value.trim() : value;
  const word = typeof text === 'string' ? text.toLowerCase() : text;
  if (TRUE_VALUES.includes(word)) return { value: true };
  return FALSE_VALUES.includes(word) ? { value: false } : fieldProblem(call, 'notBoolean');
}

function fieldProblem(call: BackendCall, message: Message): { problem: string } {
  return { problem: localizedMessage(message, call.language) };
}
