/**
 * Regular expressions of `suggestVersion`. Every repetition has an upper bound, and no two adjacent repetitions match
 * the same characters, so a malicious link cannot make matching slow.
 */

export const ARCHIVE_SUFFIX = / {0,2}(?:\([0-9]{1,3}\))?\.(?:tar|gz|tgz|bz2|tbz2|xz|txz|zst|tzst|zip|jar|war|whl|7z)$/i;

const alternation = (...lists: string[]): string => lists.join(' ').trim().replaceAll(/\s+/g, '|');

const PACKAGING_WORDS = alternation(
  'linux darwin mac macos osx macosx windows win win32 win64 unix gnu musl glibc msvc mingw',
  'x86[-_]64 amd64 x64 x86 i386 i686 386 aarch64 arm64 arm armv[5-8]l? armhf ppc64le s390x loong64 loongarch64 riscv64',
  'universal2? noarch 32bit 64bit 64-bit any none all',
  '(?:py|cp|pp|jdk|jre|node|el|fc|ubuntu|debian|centos)[0-9]{1,4}(?:\\.[0-9]{1,3}){0,2}',
  '(?:many|musl)linux[0-9]{0,4}(?:_[0-9]{1,3}){0,2} macosx(?:_[0-9]{1,3}){1,2}',
  'src source sources sdist dist bin binary release final stable ga lts ce ee oss prod production',
  'pkg package bundle full slim signed bkofficial',
);

/** Matches a word about platform or packaging at the end of a file name, with the separators before the word. */
export const PACKAGING_WORD_PATTERN = new RegExp(`[-_. ]{1,3}(?:${PACKAGING_WORDS})$`, 'i');

/**
 * Matches the name of a system or language before a version, such as `-ubuntu-` before `22.04`. This version is not the
 * package's version if the file name has another version further left.
 */
export const SYSTEM_BEFORE_VERSION =
  /(?:^|[-_. ])(?:linux|ubuntu|debian|centos|rocky|rhel|el|alpine|fedora|macos|osx|darwin|windows|win|android|glibc|musl|python|py|node|nodejs|jdk|jre|java|go|golang|php)[-_ ]?$/i;

/**
 * A version must not start inside a word or a longer number. A version can directly follow a letter of a script other
 * than Latin, because Chinese text has no spaces.
 */
const BOUNDARY_BEFORE = '(?<![\\p{Script=Latin}\\p{N}]|\\p{N}\\.)';
/**
 * A version must not end inside a word or a longer number. `.x` must not follow, because `1.2.x` is the name of a
 * branch.
 */
const BOUNDARY_AFTER = '(?![\\p{Script=Latin}\\p{N}]|\\.\\p{N}|[._-]x(?![\\p{Script=Latin}\\p{N}]))';

const STAGE = alternation('alpha beta rc cr preview pre dev post snapshot nightly canary hotfix milestone patch build');
/** These abbreviations count as a stage only if a number follows, because `-b` alone can mean anything. */
const SHORT_STAGE = alternation('sp m a b p r');
const STAGES =
  `(?:[-_.]?(?:(?:${STAGE})(?:[-_.]?[0-9]{1,14}(?:\\.[0-9]{1,14}){0,3})?` +
  `|(?:${SHORT_STAGE})[-_.]?[0-9]{1,14})){0,3}`;
const BUILD = '(?:\\+[0-9a-z]{1,40}(?:[.-][0-9a-z]{1,40}){0,9})?';

/** Matches a version with dots: `v1.2`, `1.2.3.4`, `1.2.3-rc.1`, `5.0b1`, `1.1.1w`, `1.2.3+build.45`. */
export const VERSION_PATTERN = new RegExp(
  `${BOUNDARY_BEFORE}(?:v(?:er(?:sion)?)?\\.?)?` +
    `(?<version>[0-9]{1,14}(?:\\.[0-9]{1,14}){1,3}(?:[a-z](?![a-z0-9])|${STAGES})${BUILD})${BOUNDARY_AFTER}`,
  'giu',
);

/** Matches a date, optionally followed by a time or a counter: `20240918`, `2024.09.18`, `2024-09-18`. */
export const DATE_PATTERN = new RegExp(
  '(?<![0-9]|[0-9]\\.)v?(?<version>(?:19|20)[0-9]{2}(?<separator>[-._]?)(?:0[1-9]|1[0-2])\\k<separator>' +
    '(?:0[1-9]|[12][0-9]|3[01])' +
    '(?:[-_.T ]?(?:[01][0-9]|2[0-3])(?<colon>[-_:.]?)[0-5][0-9](?:\\k<colon>[0-5][0-9])?Z?|\\.[0-9]{1,4})?)' +
    '(?![0-9a-z])',
  'gi',
);

/** Matches a number at the end of the text, such as `12` in `app-12` or `v12` in `app-v12`. */
export const LAST_NUMBER_PATTERN = new RegExp(`${BOUNDARY_BEFORE}(?<v>v?)(?<version>[0-9]{1,14})$`, 'iu');
