/** The bytes of a file on their way here. Read `body` to its end or call `close`; else the connection stays open. */
export interface Download {
  /** Once, as they travel; throws `HttpError` when they end before they should. */
  body: AsyncIterable<Buffer>;
  /** As announced; undefined where the server does not say. */
  sizeBytes: number | undefined;
  /** As stated by the source, 64 lower-case hex digits; undefined where it states none. */
  sha256: string | undefined;
  close(): void;
}
