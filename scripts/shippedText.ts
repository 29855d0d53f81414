/** Address of the repository on the web, and the commit that links lead to. */
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
 * Returns `repository` of package.json, the one place that a fork edits, or else the repository whose GitHub workflow
 * runs. Undefined when neither is known. Throws when `repository` is not an https address.
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

/** Returns the manifest's addresses. VS Code and the Marketplace link to them. */
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
 * Returns a Markdown file of the repository as the VSIX ships it: without the parts between `<!-- repository only -->`
 * and `<!-- /repository only -->`, and with full links.
 *
 * VS Code 1.112 and 1.139 show a picture in the Extensions view only from an https address: relative paths and data
 * URLs lose their `src`, and relative links lead nowhere. The Marketplace needs https too. So without an address
 * pictures are left out and links become text.
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
