import { existsSync } from 'node:fs';
import type { WebServer } from './webServer.ts';

const modulesFolder = [
  '/usr/lib/apache2/modules',
  '/usr/lib64/httpd/modules',
  '/usr/libexec/apache2',
  '/opt/homebrew/lib/httpd/modules',
  '/usr/local/lib/httpd/modules',
].find((folder) => existsSync(folder));

/**
 * The modules that Apache needs to list a folder. `loadModuleDirective` skips a module that is compiled into Apache.
 */
const modules = ['mpm_event', 'authz_core', 'autoindex', 'mime', 'unixd'];

function apache(name: string, options: string): WebServer {
  return {
    name,
    programs: ['apache2', 'httpd'],
    versionArgs: () => ['-v'],
    states: { sizes: false, dates: options === '' ? undefined : 'minute' },
    missing: () => (modulesFolder === undefined ? 'the folder of its modules' : undefined),
    start: ({ root, work }, port) => ({
      args: ['-DFOREGROUND', '-f', `${work}/apache.conf`],
      files: {
        'apache.conf': `ServerRoot "${work}"
ServerName localhost
Listen 127.0.0.1:${port}
PidFile "${work}/apache.pid"
ErrorLog "${work}/apache.log"
${modules.map((module) => loadModuleDirective(module)).join('\n')}
<IfModule unixd_module>
  User daemon
  Group daemon
</IfModule>
TypesConfig "${work}/mime.types"
DocumentRoot "${root}"
<Directory "${root}">
  Options Indexes
  Require all granted
  IndexOptions Charset=UTF-8 ${options}
</Directory>`,
        'mime.types': 'application/zip zip\n',
      },
    }),
  };
}

function loadModuleDirective(module: string): string {
  const file = `${modulesFolder ?? ''}/mod_${module}.so`;
  return existsSync(file) ? `<IfModule !${module}_module>\n  LoadModule ${module}_module "${file}"\n</IfModule>` : '';
}

export const apacheServers: readonly WebServer[] = [
  apache('Apache', ''),
  apache('Apache, FancyIndexing', 'FancyIndexing'),
  apache('Apache, HTMLTable', 'FancyIndexing HTMLTable'),
];
