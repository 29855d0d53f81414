/**
 * Folders and files that are shipped as they are, and that nobody wants in a package (release-sources.md 7.3 row 23).
 */
const junkFolders = new Set([
  '.git',
  '.svn',
  '.hg',
  'node_modules',
  '.venv',
  'venv',
  '__pycache__',
  '.idea',
  '.vscode',
]);
const junkFiles = /^(?:\.DS_Store|Thumbs\.db|desktop\.ini|\._.*|.*\.pyc|.*\.swp|.*~|npm-debug\.log.*)$/i;

/** What holds secrets as a rule. `.env.example` and the like are meant to be shipped. */
const secretFiles =
  /^(?:\.env(?:\.(?!example$|sample$|template$|dist$).*)?|.*\.(?:pem|key|p12|pfx|jks|keystore|kdbx)|id_(?:rsa|dsa|ecdsa|ed25519)|\.npmrc|\.pypirc|\.netrc|\.htpasswd|credentials(?:\.json)?|service-account.*\.json)$/i;

/** The folder or file that makes an entry junk, such as `node_modules`; undefined when it is none. */
export function junkIn(parts: readonly string[]): string | undefined {
  const folder = parts.slice(0, -1).find((part) => junkFolders.has(part));
  const last = parts.at(-1) ?? '';
  return folder ?? (junkFolders.has(last) || junkFiles.test(last) ? last : undefined);
}

/** Whether a file's name says that it holds secrets. */
export function isSecretName(parts: readonly string[]): boolean {
  return secretFiles.test(parts.at(-1) ?? '');
}
