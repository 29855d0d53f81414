import { gunzipSync } from 'node:zlib';
import { Agent, interceptors, request } from 'undici';

// From the platform's HTTP library: how long one connect or read can stall, and how many redirects it follows.
const STALL_MS = 120_000;
const REDIRECTS = 30;

/** The platform's access to package hosts; `close` ends every download in progress. */
export interface Downloads {
  download(url: URL): Promise<Buffer>;
  close(): Promise<void>;
}

/**
 * Downloads as the platform does (platform-api.md 1.3): follows redirects, verifies certificates, sends a user name in
 * the address as basic authentication, and has no size limit. `download` rejects on any failure before the body,
 * including a status outside 2xx.
 */
export function startDownloads(): Downloads {
  const agent = new Agent({ connect: { timeout: STALL_MS }, headersTimeout: STALL_MS, bodyTimeout: STALL_MS });
  const dispatcher = agent.compose(interceptors.redirect({ maxRedirections: REDIRECTS }));
  return {
    async download(url) {
      const address = new URL(url);
      const user = decodeURIComponent(address.username);
      const login = Buffer.from(`${user}:${decodeURIComponent(address.password)}`).toString('base64');
      address.username = '';
      address.password = '';
      const answer = await request(address, {
        dispatcher,
        headers: { 'accept-encoding': 'gzip', ...(user !== '' && { authorization: `Basic ${login}` }) },
      });
      if (answer.statusCode < 200 || answer.statusCode >= 300) {
        await answer.body.dump();
        throw new Error(`The download link answers ${answer.statusCode}`);
      }
      const bytes = await bytesBeforeEnd(answer.body);
      return answer.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
    },
    close: () => agent.destroy(),
  };
}

/** Reads a body. A connection that is cut ends it without an error: the platform stores what has arrived. */
async function bytesBeforeEnd(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  try {
    for await (const piece of body) pieces.push(piece);
  } catch {
    // Cut in the middle (platform-api.md 1.3).
  }
  return Buffer.concat(pieces);
}
