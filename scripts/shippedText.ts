import path from 'node:path';

/** Address of the repository on the web, and the commit to which links lead. */
export interface WebAddress {
  /** Without a trailing slash: `https://github.com/owner/name`. */
  url: string;
  /** A commit, or `HEAD`. */
  commit: string;
}

interface ManifestRepository {
  repository?: string | { url: string };
}

/**
 * Returns the address from `repository` in package.json. A fork changes its address only there. If package.json has no
 * `repository`, returns the address of the GitHub repository whose workflow runs, or undefined outside a workflow.
 * Throws if `repository` is not an https address.
 */
export function webAddress({ repository }: ManifestRepository, env: NodeJS.ProcessEnv): WebAddress | undefined {
  const commit = env['GITHUB_SHA'] ?? 'HEAD';
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: name } = env;
  if (repository === undefined) return server && name ? { url: `${server}/${name}`, commit } : undefined;
  const given = typeof repository === 'string' ? repository : repository.url;
  const url = given.replace(/^git\+/, '').replace(/(?:\.git)?\/?$/, '');
  if (!/^https:\/\/[^/]+\/./.test(url)) throw new Error(`repository in package.json is no https address: ${given}`);
  return { url, commit };
}

/**
 * Returns the properties of package.json that contain addresses. VS Code and the Marketplace link to these addresses.
 */
export function manifestAddresses({ url }: WebAddress): object {
  const issues = `${url}/issues`;
  return {
    repository: { type: 'git', url },
    homepage: `${url}#readme`,
    bugs: { url: issues },
    qna: issues,
  };
}

/** The path of a Markdown file in the repository, and the shipped files to which its links can lead. */
export interface LinkContext {
  from: string;
  /** Maps the paths of shipped files in the repository to their paths in the VSIX. */
  shipped: ReadonlyMap<string, string>;
}

const relativeLinkPattern = String.raw`(!?)\[([^\]]*)\]\((?!https?:|#)([^)\s#]+)(#[^)\s]*)?\)`;

/**
 * Returns a Markdown file of the repository in the form for the VSIX: without the parts between
 * `<!-- repository only -->` and `<!-- /repository only -->`, and without dead links.
 *
 * A relative link stays relative if it leads to a file of `shipped`. This works in VS Code's Markdown preview, where
 * the help opens. It does not work in the Extensions view of VS Code 1.112 and 1.139, so the README and the changelog
 * have an empty `shipped`. The Extensions view shows a picture only if the picture has an https address, and the
 * Marketplace requires https addresses too.
 *
 * All other relative links and pictures become addresses of the repository. If `address` is undefined, there are no
 * such addresses. Then a line that contains only such a link or picture is removed. Within any other line, the link or
 * picture is replaced by its text.
 */
export function shippedText(
  markdown: string,
  address: WebAddress | undefined,
  { from, shipped }: LinkContext = { from: 'README.md', shipped: new Map() },
): string {
  const folder = path.posix.dirname(from);
  const linkTo = (image: string, target: string, anchor: string): string | undefined => {
    const file = path.posix.join(folder, target);
    const inVsix = image === '' ? shipped.get(file) : undefined;
    if (inVsix !== undefined) return path.posix.relative(folder, inVsix) + anchor;
    return address && `${address.url}/${image ? 'raw' : 'blob'}/${address.commit}/${file}${anchor}`;
  };
  return markdown
    .replaceAll(/<!-- repository only -->[^]*?<!-- \/repository only -->\n*/g, '')
    .replaceAll(
      new RegExp(`^${relativeLinkPattern}\\n+`, 'gm'),
      (line, image: string, _title: string, target: string, anchor = '') =>
        linkTo(image, target, String(anchor)) === undefined ? '' : line,
    )
    .replaceAll(
      new RegExp(relativeLinkPattern, 'g'),
      (_, image: string, title: string, target: string, anchor = '') => {
        const link = linkTo(image, target, String(anchor));
        return link === undefined ? title : `${image}[${title}](${link})`;
      },
    );
}
