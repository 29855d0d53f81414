/** Address of the repository on the web, and the commit to which links lead. */
export interface WebAddress {
  /** Without a trailing slash: `https://github.com/owner/name`. */
  url: string;
  /** A commit, or `HEAD`. */
  commit: string;
}

interface ManifestAddress {
  repository?: string | { url: string };
}

/**
 * Returns the address from `repository` in package.json, which is the only place that a fork edits. If package.json has
 * no `repository`, returns the address of the GitHub repository whose workflow runs, or undefined outside a workflow.
 * Throws if `repository` is not an https address.
 */
export function webAddress({ repository }: ManifestAddress, env: NodeJS.ProcessEnv): WebAddress | undefined {
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

const relative = String.raw`\((?!https?:|#)([^)\s]+)\)`;

/**
 * Returns a Markdown file of the repository in the form for the VSIX: with absolute links, and without the parts
 * between `<!-- repository only -->` and `<!-- /repository only -->`.
 *
 * The Extensions view of VS Code 1.112 and 1.139 shows a picture only if the picture has an https address. VS Code
 * removes the `src` of a picture with a relative path or a data URL, and relative links do not work. The Marketplace
 * requires https addresses too. So if `address` is undefined, this removes lines that contain only a relative picture
 * or link, and replaces other relative links with their text.
 */
export function shippedText(markdown: string, address: WebAddress | undefined): string {
  const text = markdown.replaceAll(/<!-- repository only -->[^]*?<!-- \/repository only -->\n*/g, '');
  if (address === undefined) {
    return text
      .replaceAll(new RegExp(String.raw`^!?\[[^\]]*\]${relative}\n+`, 'gm'), '')
      .replaceAll(new RegExp(String.raw`\[([^\]]*)\]${relative}`, 'g'), '$1');
  }
  return text.replaceAll(
    new RegExp(String.raw`(!?)\[([^\]]*)\]${relative}`, 'g'),
    (_, image: string, title: string, target: string) =>
      `${image}[${title}](${address.url}/${image ? 'raw' : 'blob'}/${address.commit}/${target})`,
  );
}
