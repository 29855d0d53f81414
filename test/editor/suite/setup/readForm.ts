import { Readable } from 'node:stream';
import busboy from 'busboy';

/** The fields of a multipart body by a parser that is not the extension's; undefined for any other body. */
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
