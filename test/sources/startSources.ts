import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listen } from '../platform/listen.ts';
import { samplePackages } from '../platform/samplePackages.ts';

/** A fault for the next request whose path matches `path`. Without `path`, every request matches. */
export interface SourceFault {
  path?: RegExp;
  kind: 'drop' | 'status' | 'loginPage' | 'halfJson' | 'deepJson' | 'rateLimited' | 'redirect' | 'hang';
  status?: number;
  location?: string;
  headers?: Record<string, string>;
}

export interface EmbeddedSources {
  /**
   * Address of a server that responds, depending on the path, as GitHub Enterprise Server, GitLab, Gitea, Gitee or a
   * web server that lists files.
   */
  baseUrl: string;
  host: string;
  /**
   * Address of a second server, from which GitHub serves the files. The second server refuses a request that contains a
   * credential.
   */
  storeUrl: string;
  requests: { path: string; headers: IncomingMessage['headers'] }[];
  storeRequests: { path: string; headers: IncomingMessage['headers'] }[];
  faults: SourceFault[];
  close(): Promise<void>;
}

/** The token that a request for a private repository must contain, in any header. */
export const sourceToken = 'planted-source-token';

/** Starts two local servers that respond as the hosts of releases do (release-sources.md 2 to 5 and 9.2). */
export async function startSources(): Promise<EmbeddedSources> {
  const requests: EmbeddedSources['requests'] = [];
  const storeRequests: EmbeddedSources['storeRequests'] = [];
  const faults: SourceFault[] = [];
  const packages = samplePackages();
  const store = createServer(({ url = '/', headers }, response) => {
    storeRequests.push({ path: url, headers });
    const bytes = packages.get(url.split('?')[0]?.split('/').at(-1) ?? '');
    if (headers.authorization !== undefined || headers['private-token'] !== undefined) response.writeHead(400).end();
    else if (!bytes) response.writeHead(404).end();
    else response.writeHead(200, { 'Content-Length': String(bytes.length) }).end(bytes);
  });
  const storeUrl = `http://127.0.0.1:${await listen(store, 0)}`;
  let baseUrl = '';
  const server = createServer((request, response) => {
    const { url = '/', headers } = request;
    const path = url.split('?')[0] ?? '';
    requests.push({ path: url, headers });
    const index = faults.findIndex((fault) => fault.path?.test(path) ?? true);
    const [fault] = index < 0 ? [] : faults.splice(index, 1);
    if (fault) applyFault(fault, request, response);
    else answer(url, headers, response);
  });
  const port = await listen(server, 0);
  baseUrl = `http://127.0.0.1:${port}`;
  return {
    baseUrl,
    host: `127.0.0.1:${port}`,
    storeUrl,
    requests,
    storeRequests,
    faults,
    async close() {
      for (const each of [server, store]) {
        each.closeAllConnections();
        await new Promise((resolve) => each.close(resolve));
      }
    },
  };

  function answer(url: string, headers: IncomingMessage['headers'], response: ServerResponse): void {
    const { pathname, searchParams } = new URL(url, baseUrl);
    const signedIn = Object.values(headers).some((value) => String(value).includes(sourceToken));
    const page = Number(searchParams.get('page') ?? '1');
    const isPrivate = pathname.includes('private');
    if (isPrivate && !signedIn) {
      sendJson(response, 404, { message: 'Not Found' });
      return;
    }
    if (pathname.startsWith('/api/v3/repos/octo/moved/')) {
      response.writeHead(301, { Location: `${baseUrl}/api/v3/repos/octo/demo/releases` }).end();
      return;
    }
    if (/^\/api\/v3\/repos\/octo\/(?:demo|private)\/releases$/.test(pathname)) {
      const repository = pathname.split('/')[5] ?? '';
      if (headers['if-none-match'] === '"one"') {
        response.writeHead(304).end();
        return;
      }
      const next =
        page === 1
          ? { Link: `<${baseUrl}${pathname}?page=2>; rel="next", <${baseUrl}${pathname}?page=2>; rel="last"` }
          : {};
      sendJson(response, 200, page === 1 ? githubReleases(repository) : [], { ETag: '"one"', ...next });
      return;
    }
    if (/^\/api\/v3\/repos\/octo\/(?:demo|private)\/releases\/assets\//.test(pathname)) {
      response.writeHead(302, { Location: `${storeUrl}/demo-app-1.2.0.tar.gz?sig=planted-signature` }).end();
      return;
    }
    if (pathname.startsWith('/octo/demo/releases/download/')) {
      response.writeHead(302, { Location: `${storeUrl}/${pathname.split('/').at(-1) ?? ''}` }).end();
      return;
    }
    // The project's path must be one segment of the URL, with percent-encoded slashes. So this compares the URL before
    // decoding.
    if (url.startsWith('/api/v4/projects/team%2Fsub%2Fdemo/packages?')) {
      sendJson(response, 200, [
        { id: 7, name: 'demo-app', version: '1.1.0', package_type: 'generic', created_at: '2026-11-19T10:00:00.000Z' },
      ]);
      return;
    }
    if (url.startsWith('/api/v4/projects/team%2Fsub%2Fdemo/packages/7/package_files')) {
      const file = {
        id: 1,
        file_name: 'demo-app-1.1.0.tar.gz',
        size: 5,
        file_sha256: sha256Of('demo-app-1.1.0.tar.gz'),
      };
      sendJson(response, 200, [file, { id: 2, file_name: 'notes.txt', size: 1 }]);
      return;
    }
    if (url.startsWith('/api/v4/projects/team%2Fsub%2F') && !pathname.includes('/packages/generic/')) {
      sendJson(response, 200, gitlabReleases(pathname.includes('private') ? 'private' : 'demo'));
      return;
    }
    if (/^\/api\/v1\/repos\/octo\/demo\/releases$/.test(pathname)) {
      sendJson(response, 200, giteaReleases(), { 'X-Total-Count': '1' });
      return;
    }
    if (/^\/api\/v5\/repos\/octo\/demo\/releases$/.test(pathname)) {
      sendJson(response, 200, page > 2 ? [] : giteeReleases(page), { total_page: '2' });
      return;
    }
    if (pathname === '/nginx/') {
      response.writeHead(200, { 'Content-Type': 'text/html' }).end(nginxListing);
      return;
    }
    if (pathname === '/list.json') {
      sendJson(response, 200, [
        { name: 'demo-app-1.1.0.tar.gz', type: 'file', mtime: 'Fri, 20 Nov 2026 10:00:00 GMT', size: 120 },
        { url: `${baseUrl}/nginx/demo-app-1.2.0.tar.gz`, version: '1.2.0', size: 130, sha256: 'A'.repeat(64) },
        { name: 'README.md', type: 'file' },
        { url: 'https://elsewhere.example/evil-9.9.9.tar.gz' },
      ]);
      return;
    }
    const bytes = packages.get(pathname.split('/').at(-1) ?? '');
    if (bytes) response.writeHead(200, { 'Content-Length': String(bytes.length) }).end(bytes);
    else sendJson(response, 404, { message: 'Not Found' });
  }

  function githubReleases(repository: string): object[] {
    const asset = (id: number, name: string, more: object = {}): object => ({
      id,
      name,
      state: 'uploaded',
      size: packages.get(name)?.length ?? 1,
      digest: null,
      url: `${baseUrl}/api/v3/repos/octo/${repository}/releases/assets/${id}`,
      browser_download_url: `${baseUrl}/octo/${repository}/releases/download/v1.2.0/${name}`,
      ...more,
    });
    return [
      {
        tag_name: 'v1.2.0',
        name: null,
        draft: false,
        prerelease: false,
        published_at: '2026-11-20T10:00:00Z',
        tarball_url: `${baseUrl}/api/v3/repos/octo/${repository}/tarball/v1.2.0`,
        assets: [
          asset(1, 'demo-app-1.2.0.tar.gz', { digest: `sha256:${sha256Of('demo-app-1.2.0.tar.gz')}` }),
          asset(2, 'checksums.txt'),
          asset(3, 'half-1.2.0.tar.gz', { state: 'open' }),
        ],
        unknown: { later: true },
      },
      { tag_name: 'draft', draft: true, assets: [] },
      {
        tag_name: 'release/1.1.0-rc.1',
        name: 'Candidate',
        draft: false,
        prerelease: true,
        published_at: null,
        created_at: '2026-11-10T10:00:00Z',
        tarball_url: null,
        assets: [asset(4, '演示+包.zip')],
      },
    ];
  }

  function sha256Of(name: string): string {
    return createHash('sha256')
      .update(packages.get(name) ?? '')
      .digest('hex');
  }

  function gitlabReleases(project: string): object[] {
    const url = `${baseUrl}/team/sub/${project}/-/releases/v1.2.0/downloads/demo-app-1.2.0.tar.gz`;
    const link = {
      id: 2,
      name: 'The package',
      link_type: 'package',
      url: `${baseUrl}/api/v4/projects/team%2Fsub%2F${project}/packages/generic/demo/1.2.0/demo-app-1.2.0.tar.gz`,
      direct_asset_url: url,
    };
    return [
      {
        tag_name: 'v1.2.0',
        name: 'One',
        released_at: '2026-11-20T10:00:00.000Z',
        upcoming_release: false,
        assets: {
          links: [link, { name: 'notes', url: `${baseUrl}/notes.html` }],
          sources: [{ format: 'tar.gz', url: `${baseUrl}/team/sub/${project}/-/archive/v1.2.0/demo-v1.2.0.tar.gz` }],
        },
      },
    ];
  }

  function giteaReleases(): object[] {
    return [
      {
        id: 1,
        tag_name: '1.2.0',
        name: '1.2.0',
        draft: false,
        prerelease: false,
        published_at: '2026-11-20T10:00:00+08:00',
        tarball_url: `${baseUrl}/octo/demo/archive/1.2.0.tar.gz`,
        assets: [
          {
            id: 1,
            name: 'demo-app-1.2.0.tar.gz',
            size: 5,
            browser_download_url: `${baseUrl}/attachments/demo-app-1.2.0.tar.gz`,
          },
        ],
      },
    ];
  }

  function giteeReleases(page: number): object[] {
    const version = `1.${3 - page}.0`;
    return [
      {
        id: page,
        tag_name: `v${version}`,
        name: version,
        created_at: '2026-11-20T10:00:00+08:00',
        assets: [
          {
            name: `v${version}.tar.gz`,
            browser_download_url: `${baseUrl}/octo/demo/archive/refs/tags/v${version}.tar.gz`,
          },
          {
            name: `demo-app-${version}.tar.gz`,
            browser_download_url: `${baseUrl}/octo/demo/attach_files/1/download/demo-app-${version}.tar.gz`,
          },
        ],
      },
    ];
  }
}

const nginxListing = `<html><head><title>Index of /nginx/</title></head><body><h1>Index of /nginx/</h1><hr><pre><a href="../">../</a>
<a href="demo-app-1.1.0.tar.gz">demo-app-1.1.0.tar.gz</a>            10-Nov-2026 10:00              1202
<a href="demo-app-1.2.0.tar.gz">demo-app-1.2.0.tar.gz</a>            20-Nov-2026 10:00              1302
<a href="README.md">README.md</a>                        20-Nov-2026 10:00                12
<a href="https://elsewhere.example/evil-9.9.9.tar.gz">evil</a>
</pre><hr></body></html>`;

function sendJson(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
}

function applyFault(fault: SourceFault, request: IncomingMessage, response: ServerResponse): void {
  switch (fault.kind) {
    case 'drop':
      request.socket.destroy();
      return;
    case 'status':
      response
        .writeHead(fault.status ?? 500, { 'Content-Type': 'text/html', ...fault.headers })
        .end('<html>Error</html>');
      return;
    case 'loginPage':
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html><body>Log in</body></html>');
      return;
    case 'halfJson':
      response.writeHead(200, { 'Content-Type': 'application/json' }).end('[{"tag_name": "v1');
      return;
    case 'deepJson':
      response.writeHead(200, { 'Content-Type': 'application/json' }).end('['.repeat(100_000));
      return;
    case 'rateLimited':
      sendJson(
        response,
        fault.status ?? 403,
        { message: 'API rate limit exceeded' },
        {
          'x-ratelimit-remaining': '0',
          'x-ratelimit-reset': '1796000000',
          ...fault.headers,
        },
      );
      return;
    case 'redirect':
      response.writeHead(302, { Location: fault.location ?? '/' }).end();
      return;
    case 'hang':
      return;
  }
}
