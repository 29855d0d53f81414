import type { ScriptedLine } from './writeScript.ts';

const ESCAPE_PREFIX = '\u001b[';
const createStyler = (code: string) => (text: string) => `${ESCAPE_PREFIX}${code}m${text}${ESCAPE_PREFIX}0m`;
const [bold, dim, red, green, yellow, blue, cyan, purple] = [
  createStyler('1'),
  createStyler('2'),
  createStyler('31'),
  createStyler('32'),
  createStyler('33'),
  createStyler('38;2;58;132;255;1'),
  createStyler('36'),
  createStyler('38;5;141'),
] as const;
const npmWarning = (text: string): ScriptedLine => ({ text: `${yellow('npm warn')} ${text}`, stream: 'STDERR' });
const npmError = (text: string): ScriptedLine => ({ text: `${red('npm error')} ${text}`, stream: 'STDERR' });

/** Returns a progress bar as a tool prints it: one line with several states, separated by carriage returns. */
function progressBar(what: string, steps: number): string {
  const frames = Array.from({ length: steps + 1 }, (_, step) => {
    const bar = '#'.repeat(step * 2).padEnd(steps * 2, '.');
    return `${what} [${bar}] ${Math.round((step * 100) / steps)}%`;
  });
  return frames.join('\r');
}

const title = (text: string): string => blue(`-----> ${text}`);

const openingLines: readonly ScriptedLine[] = [
  title('Init the build environment'),
  `       ${dim('platform api 0.12, builder bk-builder-noble:v1.3.0')}`,
  `       Restoring data for SBOM from previous image`,
  title('Analyze build plan'),
  `${ESCAPE_PREFIX}1G       Previous image with name "bkapp-demo-app-stag" found`,
  `       Restoring metadata for "bk-buildpack-nodejs:node" from app image`,
  `       Restoring metadata for "bk-buildpack-nodejs:npm" from app image`,
  title('Detect buildpacks'),
  `       ${green('pass')}: bk-buildpack-apt ${dim('v1.1.0')}`,
  `       ${green('pass')}: bk-buildpack-nodejs ${dim('v2.4.1')}`,
  `       ${dim('skip')}: bk-buildpack-python ${dim('v2.2.0')}`,
  `       2 of 3 buildpacks participating`,
  title('Building application'),
  `${bold('[builder]')} Creating runtime environment`,
  `${bold('[builder]')} NODE_ENV=${cyan('production')}`,
  `${bold('[builder]')} NODE_MODULES_CACHE=${cyan('true')}`,
  `${bold('[builder]')} NPM_REGISTRY=${cyan('https://mirrors.example.com/npm/')}`,
  title('Installing binaries'),
  '       engines.node (package.json):  22.x',
  '       engines.npm (package.json):   unspecified (use default)',
  '       Resolving node version 22.x...',
  `       Downloading and installing node ${purple('22.12.0')}...`,
  progressBar('       node-v22.12.0-linux-x64.tar.gz', 10),
  `       Using default npm version: ${purple('10.9.0')}`,
  title('Restoring cache'),
  '       - node_modules',
  title('Installing dependencies'),
  '       Installing node modules (package.json + package-lock.json)',
];

const warnings: readonly ScriptedLine[] = [
  npmWarning('deprecated inflight@1.0.6: This module is not supported, and leaks memory.'),
  npmWarning('deprecated rimraf@2.7.1: Rimraf versions prior to v4 are no longer supported'),
  npmWarning('deprecated glob@7.2.3: Glob versions prior to v9 are no longer supported'),
  npmWarning('deprecated @bkui/vue-legacy@0.9.4: 请升级到 bkui-vue'),
];

const assets = ['index', 'vendor', 'home', 'editor', 'settings', 'members', 'audit', 'charts', 'login', 'error'];

/**
 * The build log of a Node.js application as the platform's buildpack writes it, with colours, cursor codes and progress
 * bars.
 */
export const nodeBuildLog: readonly ScriptedLine[] = [
  ...openingLines,
  ...warnings,
  progressBar('       reify', 12),
  `       added ${bold('812')} packages, and audited ${bold('813')} packages in 9s`,
  '       147 packages are looking for funding',
  `       found ${green('0')} vulnerabilities`,
  title('Build'),
  '       Running build',
  '       > demo-app@1.0.3 build',
  '       > vite build',
  `       ${cyan('vite v6.0.3')} ${green('building for production...')}`,
  progressBar('       transforming', 8),
  `       ${green('✓')} 1204 modules transformed.`,
  '       rendering chunks...',
  '       computing gzip size...',
  ...assets.map((name, index) => {
    const file = cyan(`assets/${name}-${(0xb1c2d3 + index * 7919).toString(16)}.js`);
    return `       ${dim('dist/')}${file.padEnd(48)} ${bold(`${(index + 1) * 17}.4${index} kB`)} ${dim('│ gzip:')} ${(index + 1) * 6}.1${index} kB`;
  }),
  { text: yellow('       (!) Some chunks are larger than 500 kB after minification.'), stream: 'STDERR' },
  `       ${green('✓ built in 5.83s')}`,
  title('Caching build'),
  '       - node_modules',
  title('Pruning devDependencies'),
  '       up to date, audited 214 packages in 1s',
  title('Discovering process types'),
  `       app_desc.yaml declares types -> ${green('web')}`,
  title('Exporting image'),
  `       Reusing layer 'bk-buildpack-apt:apt'`,
  `       Adding layer 'bk-buildpack-nodejs:node'`,
  `       Adding layer 'bk-buildpack-nodejs:npm'`,
  '       Adding 1/1 app layer(s)',
  `       Adding layer 'buildpacksio/lifecycle:launcher'`,
  `       Setting default process type '${green('web')}'`,
  progressBar('       Saving registry.example.com/bkapps/demo-app/default', 10),
  `       *** Images (${dim('sha256:5b6e7c3f0f55')}):`,
  '             registry.example.com/bkapps/demo-app/default:1.0.3-2607201000',
  { text: green('Build success'), stream: 'STDOUT' },
];

/** The log of a Node.js build that fails because npm cannot resolve a dependency. */
export const failedNodeBuildLog: readonly ScriptedLine[] = [
  ...openingLines,
  ...warnings,
  npmError(`code ${bold('ERESOLVE')}`),
  npmError('ERESOLVE unable to resolve dependency tree'),
  npmError(''),
  npmError(`While resolving: ${bold('demo-app@1.0.3')}`),
  npmError(`Found: ${bold('vue@2.7.16')}`),
  npmError(`Could not resolve dependency: peer ${bold('vue@"^3.2.0"')} from vue-router@4.5.0`),
  npmError('A complete log of this run can be found in: /app/.npm/_logs/2026-07-20T02_00_41_512Z-debug-0.log'),
  { text: `\n${red('-----> Build failed')}\n`, stream: 'STDERR' },
];
