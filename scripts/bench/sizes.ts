import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { filesLoadedAtStart, filesLoadedWith } from '../../test/loadedAtStart.ts';
import { upperLimit, type Figure } from './figures.ts';

const maxVsixKb = 1024;

/** Returns the sizes of the VSIX and of the bundles in the VSIX's folder. Throws if the VSIX does not exist. */
export function sizeFigures(vsix: string): Figure[] {
  const dist = path.dirname(vsix);
  const bundles = readdirSync(dist)
    .filter((name) => name.endsWith('.cjs'))
    .map((name) => ({ name, text: readFileSync(path.join(dist, name)) }));
  const vsixKb = statSync(vsix).size / 1024;
  const holding = (mark: RegExp): string[] =>
    bundles.filter(({ text }) => mark.test(text.toString('utf8'))).map(({ name }) => name);
  const activated = filesLoadedWith(dist, 'extension.cjs');
  const loaded = filesLoadedAtStart(dist);
  const size = (names: ReadonlySet<string>): string =>
    formatKilobytes(bundles.filter(({ name }) => names.has(name)).reduce((sum, { text }) => sum + text.length, 0));
  return [
    {
      what: path.basename(vsix),
      measured: formatKilobytes(vsixKb * 1024),
      bar: upperLimit(maxVsixKb, ' KB', vsixKb, 'exact'),
    },
    { what: `loaded by VS Code at activation, ${activated.size} files`, measured: size(activated) },
    { what: `loaded in a window with something to do, ${loaded.size} files`, measured: size(loaded) },
    ...bundles.map(({ name, text }) => ({
      what: name,
      measured: `${formatKilobytes(text.length)} (gzip ${formatKilobytes(gzipSync(text).length)})`,
    })),
    // Minification keeps the two names in this pattern, because undici stores its dispatcher under global symbols such
    // as `undici.globalDispatcher.1`.
    absence('undici in any bundle', holding(/undici|globalDispatcher/)),
    // CombinedStream is the class that form-data extends.
    absence(
      'form-data at start',
      holding(/combined-stream|CombinedStream/).filter((name) => loaded.has(name)),
    ),
  ];
}

function absence(what: string, files: readonly string[]): Figure {
  return {
    what,
    measured: files.length === 0 ? 'no' : files.join(', '),
    bar: { text: 'no', kept: files.length === 0, kind: 'exact' },
  };
}

function formatKilobytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KB`;
}
