import { Readable } from 'node:stream';
import busboy from 'busboy';
import { BackendRefusal } from '../backend/backendAnswer.ts';
import { backendErrors } from '../backend/backendErrors.ts';
import type { BackendCall } from '../route.ts';

/** The fields of an upload request. In a form every value is text, and empty text can count as missing. */
export interface UploadBody {
  isForm: boolean;
  fields: ReadonlyMap<string, unknown>;
}

/** Parses multipart or JSON. Refuses other types with 415 and unparsable bodies with 400 (platform-api.md 1.10). */
export async function parseUploadBody(call: BackendCall): Promise<UploadBody> {
  const contentType = call.headers.get('content-type') ?? '';
  const mediaType = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  // The framework selects a parser only when there is a body.
  if (call.body.length === 0) return { isForm: mediaType === 'multipart/form-data', fields: new Map() };
  switch (mediaType) {
    case 'application/json':
      return { isForm: false, fields: parseJson(call) };
    case 'multipart/form-data':
      return { isForm: true, fields: await parseMultipart(call, contentType) };
    default:
      throw new BackendRefusal(backendErrors.unsupportedMediaType(call.language, contentType));
  }
}

function parseJson(call: BackendCall): Map<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(call.body));
  } catch {
    throw new BackendRefusal(backendErrors.badJson(call.language));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new BackendRefusal(backendErrors.notObject(call.language, pythonType(value)));
  }
  return new Map(Object.entries(value));
}

function pythonType(value: unknown): string {
  if (Array.isArray(value)) return 'list';
  if (value === null) return 'NoneType';
  if (typeof value === 'string') return 'str';
  if (typeof value === 'boolean') return 'bool';
  return Number.isInteger(value) ? 'int' : 'float';
}

/**
 * Refuses a truncated body. The real framework may accept its complete part, but a client that sends such bodies is
 * wrong either way. The last value of a repeated field counts; parts sent as files are not text and are skipped.
 */
async function parseMultipart(call: BackendCall, contentType: string): Promise<Map<string, unknown>> {
  const fields = new Map<string, unknown>();
  try {
    const parser = busboy({ headers: { 'content-type': contentType }, defParamCharset: 'utf8' });
    parser.on('field', (name, value) => fields.set(name, value));
    parser.on('file', (_name, file) => file.resume());
    await new Promise<void>((resolve, reject) => {
      parser.on('close', resolve).on('error', reject);
      Readable.from([call.body]).pipe(parser);
    });
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new BackendRefusal(backendErrors.badMultipart(call.language, cause));
  }
  return fields;
}
