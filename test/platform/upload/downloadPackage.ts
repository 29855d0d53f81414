import { gunzipSync } from 'node:zlib';
import { Agent, interceptors, request } from 'undici';

// Limits of the platform's HTTP library: how long one connect or one read may stall, and how many redirects the library
// follows.
const STALL_MS = 120_000;
const MAX_REDIRECTS = 30;

/** Downloads packages for the platform. `close` aborts every download in progress. */
export interface PackageDownloader {
  download(url: URL): Promise<Buffer>;
  close(): Promise<void>;
}

/**
 * Returns an object that downloads as the platform does (platform-api.md 1.3). Redirects are followed, certificates are
 * verified, a user name in the URL is sent as basic authentication, and there is no size limit. `download` rejects if
 * the download fails before the body or has a status outside 2xx.
 */
export function createDownloader(): PackageDownloader {
  const agent = new Agent({ connect: { timeout: STALL_MS }, headersTimeout: STALL_MS, bodyTimeout: STALL_MS });
  const dispatcher = agent.compose(interceptors.redirect({ maxRedirections: MAX_REDIRECTS }));
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
      const bytes = await receivedBytes(answer.body);
      return answer.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
    },
    close: () => agent.destroy(),
  };
}

/**
 * Returns the bytes of a body. If the connection is cut, returns the bytes that arrived, because the platform stores
 * these bytes without an error.
 */
async function receivedBytes(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  try {
    for await (const piece of body) pieces.push(piece);
  } catch {
    // The connection was cut in the middle of the body (platform-api.md 1.3).
  }
  return Buffer.concat(pieces);
}
