import { partsOf, type PackageEntry } from '../archive/packageEntry.ts';

/**
 * Number of bytes at the start of a file that `isSecret` and `isNonExecutableProgram` read. Keys and settings are small
 * files.
 */
export const fileStartBytes = 64 * 1024;

/** Matches names of files that count as secret, whatever their content is. */
const secretFileNamePattern =
  /^(?:\.env|.*\.(?:p12|pfx|jks|keystore|kdbx)|id_(?:rsa|dsa|ecdsa|ed25519)|\.htpasswd|credentials(?:\.json)?|service-account.*\.json)$/i;

/** Pattern of a literal value. A reference to an environment variable, such as `$TOKEN`, does not match. */
const literalValuePattern = String.raw`["']?(?!["']?\$)[^\s"'#]`;

/** Names of files that often contain secrets, with a test of the start of the file. */
const secretTestsByName: readonly (readonly [name: RegExp, isSecret: (start: Buffer) => boolean])[] = [
  // Templates, such as `.env.example`, belong in a package.
  [/^\.env\.(?!example$|sample$|template$|dist$)/i, hasSecretSetting],
  [
    /^\.npmrc$/i,
    createPatternTest(new RegExp(String.raw`_(?:auth|authToken|password)\s*=\s*${literalValuePattern}`, 'i')),
  ],
  [/^\.pypirc$/i, createPatternTest(new RegExp(String.raw`^\s*password\s*[:=]\s*${literalValuePattern}`, 'im'))],
  [/^\.netrc$/i, createPatternTest(/\bpassword\s+\S/i)],
  [/\.(?:pem|key)$/i, (start) => !isPublicKey(start)],
];

function createPatternTest(pattern: RegExp): (start: Buffer) => boolean {
  return (start) => pattern.test(start.toString('latin1'));
}

/** Matches names of settings whose values build tools copy into web pages, where everyone can read them. */
const publicSetting = /^(?:VITE|REACT_APP|VUE_APP|NEXT_PUBLIC|NUXT_PUBLIC|GATSBY|EXPO_PUBLIC|PUBLIC|NG_APP|STORYBOOK)_/;
const secretSetting =
  /SECRET|TOKEN|PASSW|PASSPHRASE|(?:^|_)(?:PASS|PWD|DSN|SALT|AUTH|CREDENTIALS?|KEY|KEYS)(?:_|$)|APIKEY|PRIVATE/i;

/** Returns whether a file of settings, such as `.env.production`, has a secret in one of its lines. */
function hasSecretSetting(start: Buffer): boolean {
  return start
    .toString('latin1')
    .split('\n')
    .some((line) => {
      const [, name = '', text = ''] = /^\s*(?:export\s+)?([\w.]+)\s*=\s*(.*)$/.exec(line) ?? [];
      if (name === '' || publicSetting.test(name)) return false;
      const isGiven = new RegExp(`^${literalValuePattern}`).test(text);
      return isGiven && (secretSetting.test(name) || /:\/\/[^/\s:@]+:[^/\s@]+@/.test(text));
    });
}

/** Returns whether a `.pem` or `.key` file contains only a certificate or public key, or is no key. */
function isPublicKey(start: Buffer): boolean {
  const text = start.toString('latin1');
  if (text.includes('PRIVATE KEY')) return false;
  if (/-----BEGIN (?:[A-Z0-9]+ ){0,2}(?:CERTIFICATE|PUBLIC KEY|CRL|DH PARAMETERS|EC PARAMETERS)/.test(text))
    return true;
  // Matches the first byte of a binary public key of GnuPG, and the start of a Keynote document, which is a zip.
  return /^(?:[\x98-\x9a\xc6]|PK\x03\x04)/.test(text);
}

/** Returns whether the checks need the start of the file. */
export function needsFileStart({ name, kind, mode, flaw }: PackageEntry): boolean {
  if (kind !== 'file' || flaw === 'notReadHere' || flaw === 'compressionUnsupported') return false;
  const last = partsOf(name).at(-1) ?? '';
  return secretTestsByName.some(([pattern]) => pattern.test(last)) || (isProgramName(name) && lacksExecuteBit(mode));
}

/** Returns whether a file probably contains secrets. `start` is undefined if `needsFileStart` returned false. */
export function isSecret(parts: readonly string[], start: Buffer | undefined): boolean {
  const last = parts.at(-1) ?? '';
  if (secretFileNamePattern.test(last)) return true;
  return secretTestsByName.some(
    ([pattern, isSecretStart]) => pattern.test(last) && start !== undefined && isSecretStart(start),
  );
}

/** Returns whether a file is a program without the permission to execute it. */
export function isNonExecutableProgram({ name, mode }: PackageEntry, start: Buffer | undefined): boolean {
  return isProgramName(name) && lacksExecuteBit(mode) && /^(?:#!|\x7fELF)/.test(start?.toString('latin1', 0, 4) ?? '');
}

/**
 * Returns whether a file with this name can be a program. Windows scripts are no programs on the platform, even if they
 * begin with `#!`.
 */
function isProgramName(name: string): boolean {
  const parts = partsOf(name);
  const last = parts.at(-1) ?? '';
  return (parts.at(-2) === 'bin' || last.endsWith('.sh')) && !/\.(?:ps1|bat|cmd)$/i.test(last);
}

function lacksExecuteBit(mode: number | undefined): boolean {
  return mode !== undefined && (mode & 0o111) === 0;
}
