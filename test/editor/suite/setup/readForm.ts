import { Readable } from 'node:stream';
import busboy from 'busboy';

/**
 * Returns the fields of a multipart body, or undefined for any other body. Parses the body with busboy, which the
 * extension does not use, so that the test does not share a fault with the extension.
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
