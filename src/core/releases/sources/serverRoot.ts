import { SourceError } from './sourceError.ts';
import type { SourceAccess } from './sourceRequest.ts';

/** Maximum path segments of a Git server's URL. */
const maxDepth = 3;

/**
 * Finds the Git server of a repository's page. Calls `read` with the server's URL, without a trailing slash, and with
 * the segments of the repository's path on that server. Resolves with the result of `read`.
 *
 * In `https://host/git/team/app`, the server's URL can be `https://host` or `https://host/git`. So this tries the host
 * itself first, and then one more path segment each time, until `read` succeeds. `access.roots` stores the server that
 * was found for each origin; this server is tried first the next time. If all tries fail, this rejects with the error
 * of the first try.
 */
export async function withGitServer<T>(
  { roots }: SourceAccess,
  page: URL,
  read: (server: string, path: readonly string[]) => Promise<T>,
): Promise<T> {
  const segments = page.pathname.split('/').filter((part) => part !== '');
  // A repository's path has at least an owner and a name.
  const deepest = Math.max(0, Math.min(segments.length - 2, maxDepth));
  const servers = Array.from({ length: deepest + 1 }, (_, depth) => ({
    server: [page.origin, ...segments.slice(0, depth)].join('/'),
    path: segments.slice(depth),
  }));
  const known = roots.get(page.origin);
  servers.sort((one, other) => Number(other.server === known) - Number(one.server === known));
  let failure: unknown;
  for (const { server, path } of servers) {
    try {
      const found = await read(server, path);
      roots.set(page.origin, server);
      return found;
    } catch (error) {
      failure ??= error;
      // At a URL without a Git server, the request fails with `notFound`, or with `notASource` because of a web page.
      // Any other error ends the search.
      if (!(error instanceof SourceError) || !['notFound', 'notASource'].includes(error.code)) throw error;
    }
  }
  throw failure;
}
