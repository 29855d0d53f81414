import { apacheServers } from './apache.ts';
import { nginxServers } from './nginx.ts';
import { tomcat } from './tomcat.ts';
import type { ServerFolders, WebServer } from './webServer.ts';

/** The npm packages with servers. The script installs their newest versions into a temporary folder. */
export const serverPackages = ['http-server', 'serve', 'express', 'serve-index'];

const versionArgsOf =
  (packageName: string) =>
  ({ packages }: ServerFolders) => [
    '-p',
    `require(${JSON.stringify(`${packages}/node_modules/${packageName}/package.json`)}).version`,
  ];

const caddy: WebServer = {
  name: 'Caddy, JSON',
  programs: ['caddy'],
  versionArgs: () => ['version'],
  states: { sizes: true, dates: 'second' },
  start: ({ root }, port) => ({ args: ['file-server', '--browse', '--root', root, '--listen', `127.0.0.1:${port}`] }),
};

const npmServe: WebServer = {
  name: 'npm serve, JSON',
  programs: [process.execPath],
  versionArgs: versionArgsOf('serve'),
  states: { sizes: false, dates: undefined },
  start: ({ root, packages }, port) => ({
    args: [`${packages}/node_modules/serve/build/main.js`, '--no-clipboard', '-l', `tcp://127.0.0.1:${port}`, root],
    env: { NO_UPDATE_CHECK: '1' },
  }),
};

const npmServeIndex: WebServer = {
  name: 'npm serve-index, JSON',
  programs: [process.execPath],
  versionArgs: versionArgsOf('serve-index'),
  // The HTML has dates in the format of the server's language, so the extension does not read them. The JSON has no
  // dates.
  states: { sizes: false, dates: undefined, foldersLikeFiles: true },
  start: ({ root, packages, work }, port) => ({
    args: [`${work}/serve-index.cjs`],
    files: {
      'serve-index.cjs': `const from = require('node:module').createRequire(${JSON.stringify(`${packages}/package.json`)});
const [express, serveIndex, root] = [from('express'), from('serve-index'), ${JSON.stringify(root)}];
express().use(express.static(root), serveIndex(root, { view: 'details' })).listen(${port}, '127.0.0.1');`,
    },
  }),
};

const html = 'text/html';

/** Every server, in the order of the printed table. */
export const servers: readonly WebServer[] = [
  ...nginxServers,
  ...apacheServers,
  {
    name: 'lighttpd',
    programs: ['lighttpd'],
    versionArgs: () => ['-v'],
    states: { sizes: false, dates: 'second' },
    start: ({ root, work }, port) => ({
      args: ['-D', '-f', `${work}/lighttpd.conf`],
      files: {
        'lighttpd.conf': `server.document-root = "${root}"
server.bind = "127.0.0.1"
server.port = ${port}
server.errorlog = "${work}/lighttpd.log"
dir-listing.activate = "enable"
dir-listing.encoding = "utf-8"
`,
      },
    }),
  },
  caddy,
  { ...caddy, name: 'Caddy, HTML', accept: html, states: { sizes: false, dates: 'second' } },
  {
    name: 'Python http.server',
    programs: ['python3', 'python'],
    versionArgs: () => ['--version'],
    states: { sizes: false, dates: undefined },
    start: ({ root }, port) => ({ args: ['-m', 'http.server', '--bind', '127.0.0.1', '--directory', root, `${port}`] }),
  },
  {
    name: 'Twisted',
    programs: ['twist3', 'twist'],
    versionArgs: () => ['--version'],
    states: { sizes: false, dates: undefined },
    start: ({ root }, port) => ({ args: ['web', '--path', root, '--listen', `tcp:${port}:interface=127.0.0.1`] }),
  },
  {
    name: 'mini_httpd',
    programs: ['mini_httpd'],
    versionArgs: () => ['-V'],
    states: { sizes: true, dates: 'minute', foldersLikeFiles: true },
    start: ({ root }, port) => ({ args: ['-D', '-h', '127.0.0.1', '-p', `${port}`, '-d', root, '-T', 'utf-8'] }),
  },
  {
    name: 'webfs',
    programs: ['webfsd'],
    // webfs states no time of day for files that are older than half a year, as all samples are.
    states: { sizes: false, dates: 'day' },
    start: ({ root }, port) => ({ args: ['-F', '-i', '127.0.0.1', '-p', `${port}`, '-r', root] }),
  },
  {
    name: 'rclone',
    programs: ['rclone'],
    versionArgs: () => ['version'],
    states: { sizes: true, dates: 'second' },
    start: ({ root, work }, port) => ({
      args: ['serve', 'http', root, '--addr', `127.0.0.1:${port}`, '--config', `${work}/rclone.conf`],
      files: { 'rclone.conf': '' },
    }),
  },
  tomcat,
  {
    name: 'Java jwebserver',
    programs: ['jwebserver'],
    versionArgs: () => ['-version'],
    states: { sizes: false, dates: undefined },
    start: ({ root }, port) => ({ args: ['-b', '127.0.0.1', '-p', `${port}`, '-d', root] }),
  },
  {
    name: 'npm http-server',
    programs: [process.execPath],
    versionArgs: versionArgsOf('http-server'),
    states: { sizes: false, dates: 'minute' },
    start: ({ root, packages }, port) => ({
      args: [`${packages}/node_modules/http-server/bin/http-server`, root, '-a', '127.0.0.1', '-p', `${port}`],
    }),
  },
  npmServe,
  {
    ...npmServe,
    name: 'npm serve, HTML',
    accept: html,
    // The HTML does not encode `#` in links.
    states: { ...npmServe.states, brokenLinks: ['100%-done+x86#1-1.0.1.tgz'] },
  },
  npmServeIndex,
  { ...npmServeIndex, name: 'npm serve-index, HTML', accept: html },
];
