import { existsSync } from 'node:fs';
import type { WebServer } from './webServer.ts';

const fancyIndexModule = [
  '/usr/lib/nginx/modules/ngx_http_fancyindex_module.so',
  '/usr/lib64/nginx/modules/ngx_http_fancyindex_module.so',
].find((file) => existsSync(file));

/** Returns the entry for nginx with one list format. `settings` are directives for the `location` block of nginx. */
function nginx(name: string, states: WebServer['states'], settings: string, module?: string): WebServer {
  return {
    name,
    programs: ['nginx'],
    versionArgs: () => ['-v'],
    states,
    start: ({ root, work }, port) => ({
      args: ['-p', work, '-e', 'stderr', '-c', `${work}/nginx.conf`],
      files: {
        'nginx.conf': `${module === undefined ? '' : `load_module ${module};`}
daemon off;
master_process off;
pid "${work}/nginx.pid";
events {}
http {
  access_log off;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path "${work}/${kind}";`).join('\n  ')}
  server {
    listen 127.0.0.1:${port};
    root "${root}";
    location / { charset utf-8; ${settings} }
  }
}`,
      },
    }),
  };
}

export const nginxServers: readonly WebServer[] = [
  nginx('nginx', { sizes: true, dates: 'minute' }, 'autoindex on;'),
  nginx('nginx, rounded sizes', { sizes: false, dates: 'minute' }, 'autoindex on; autoindex_exact_size off;'),
  nginx('nginx, JSON', { sizes: true, dates: 'second' }, 'autoindex on; autoindex_format json;'),
  nginx('nginx, XML', { sizes: true, dates: 'second' }, 'autoindex on; autoindex_format xml;'),
  {
    ...nginx(
      'nginx, fancyindex',
      { sizes: false, dates: 'minute' },
      'fancyindex on; fancyindex_exact_size off;',
      fancyIndexModule,
    ),
    missing: () => (fancyIndexModule === undefined ? 'ngx_http_fancyindex_module' : undefined),
  },
];
