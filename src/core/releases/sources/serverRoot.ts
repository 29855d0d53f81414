import { SourceError } from './sourceError.ts';
import type { SourceAccess } from './sourceRequest.ts';

/** Maximum segments of the path below which a server is looked for. */
const maxDepth = 3;

/**
 * Calls `read` with the URL of a Git server, without a trailing slash, and with the repository's path on the server. A
 * server can be below a path, as in `https://host/git/team/app`, and the URL does not show it. So this tries the host
 * itself and then each longer path, until a server knows the repository. `access.roots` remembers the server of each
 * origin, which is then tried first. Rejects with the error of the first try if no server knows the repository.
 */
export async function onServer<T>(
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
      // Where no Git server is, the host answers with `notFound` or with a web page.
      if (!(error instanceof SourceError) || !['notFound', 'notASource'].includes(error.code)) throw error;
    }
  }
  throw failure;
}
