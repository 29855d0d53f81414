import { Readable } from 'node:stream';
import busboy from 'busboy';

/**
 * Returns the fields of a multipart body, parsed by a library that the extension does not use. Undefined for any other
 * body.
 */
export async function readForm(
  contentType: string | undefined,
  body: Buffer,
): Promise<Record<string, string> | undefined> {
  if (contentType?.startsWith('multipart/form-data') !== true) return undefined;
  const fields: Record<string, string> = {};
  const parser = busboy({ headers: { 'content-type': contentType }, defParamCharset: 'utf8' });
  parser.on('field', (name, value) => (fields[name] = value));
  await new Promise<void>((resolve, reject) => {
    parser.on('close', resolve).on('error', reject);
    Readable.from([body]).pipe(parser);
  });
  return fields;
}
