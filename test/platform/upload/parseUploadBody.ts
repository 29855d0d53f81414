import { Readable } from 'node:stream';
import busboy from 'busboy';
import { BackendRefusal } from '../backend/backendAnswer.ts';
import { backendErrors } from '../backend/backendErrors.ts';
import type { BackendCall } from '../route.ts';

/**
 * The fields of a request body. In a form, every value is text, and an empty text in an optional field counts as
 * missing.
 */
export interface UploadBody {
  isForm: boolean;
  fields: ReadonlyMap<string, unknown>;
}

/**
 * Parses a multipart or JSON body. Refuses other types with 415 and unparsable bodies with 400 (platform-api.md 1.10).
 */
export async function parseUploadBody(call: BackendCall): Promise<UploadBody> {
  const contentType = call.headers.get('content-type') ?? '';
  const mediaType = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  // The framework checks the type only if the body is not empty.
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
 * Parses a multipart body. If a field is repeated, the last value counts. Parts that are sent as files are skipped. A
 * truncated body is refused. The real framework may accept the complete parts of a truncated body, but a client that
 * sends a truncated body is wrong in any case.
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
