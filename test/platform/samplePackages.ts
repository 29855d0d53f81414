import { gzipStored, packTar, packTarGz, packZip } from './archives.ts';
import type { FileToPack } from './archives.ts';

let samples: ReadonlyMap<string, Buffer> | undefined;

/** Returns the bytes of the sample packages, keyed by file name. The bytes are the same at every start. */
export function samplePackages(): ReadonlyMap<string, Buffer> {
  // The samples are packed only once per process, because many tests start a platform.
  return (samples ??= packSamples());
}

function packSamples(): ReadonlyMap<string, Buffer> {
  const whole = packTarGz(demoFiles('1.0.0'));
  const versions = ['1.0.0', '1.0.1', '1.0.2', '1.0.3', '1.1.0', '1.2.0', '2.1.0'];
  return new Map([
    ...versions.map((version): [string, Buffer] => [`demo-app-${version}.tar.gz`, packTarGz(demoFiles(version))]),
    ['demo-app-2.0.0.zip', packZip(demoFiles('2.0.0'))],
    ['demo-app-1.0.0.tar', packTar(demoFiles('1.0.0'))],
    ['truncated.tar.gz', whole.subarray(0, Math.floor(whole.length * 0.6))],
    ['not-an-archive.tar.gz', Buffer.from('This is a text, not an archive.\n')],
    ['not-an-archive-inside.tar.gz', gzipStored(Buffer.from('Packed, but not an archive.\n'.repeat(100)))],
    ['login-page.tar.gz', Buffer.from(loginPage())],
    ['bad-yaml.tar.gz', packTarGz([{ path: 'app_desc.yaml', content: 'spec_version: 2\n  app: [unclosed\n' }])],
    ['symlink.tar.gz', packTarGz([{ path: 'demo/app_desc.yaml', linkTo: '../../etc/passwd' }])],
    ['inner-symlink.tar.gz', packTarGz([{ path: 'app_desc.yaml', linkTo: 'real.yaml' }])],
    ['escaping.tar.gz', packTarGz([{ path: '../outside/app_desc.yaml', content: description('1.0.0') }])],
    [
      'no-description.tar.gz',
      packTarGz([
        { path: 'README.md', content: '# No description, no Procfile\n' },
        { path: 'index.js', content: '' },
      ]),
    ],
    ['not-a-mapping.tar.gz', packTarGz([{ path: 'app_desc.yaml', content: '- a list\n' }])],
    ['empty-description.tar.gz', packTarGz([{ path: 'app_desc.yaml', content: '' }])],
    ['empty.tar.gz', gzipStored(Buffer.alloc(20 * 512))],
    ['truncated.zip', packZip(demoFiles('2.0.0')).subarray(0, 2000)],
    ['procfile.tar.gz', packTarGz([{ path: 'Procfile', content: 'web: node server.js\n' }])],
    ['dot-procfile.tar.gz', packTarGz([{ path: './Procfile', content: 'web: node server.js\n' }])],
    ['no-services.tar.gz', packTarGz([{ path: 'app_desc.yaml', content: descriptionWithoutServices }])],
    ['chinese.tar.gz', packTarGz([{ path: '演示/app_desc.yaml', content: description('1.0.0') }])],
  ]);
}

/** Returns the page that a company's file server sends to users who are not signed in. */
export function loginPage(): string {
  const fill = '<p>This file is for members of the company. Log in with your company account to go on.</p>\n'.repeat(8);
  return `<!DOCTYPE html>\n<html><head><title>Log in</title></head><body><form action="/login">\n${fill}</form></body></html>\n`;
}

function demoFiles(version: string): FileToPack[] {
  return [
    { path: 'demo-app/app_desc.yaml', content: description(version) },
    { path: 'demo-app/Procfile', content: 'web: npm run server\n' },
    { path: 'demo-app/package.json', content: `{"name": "demo-app", "version": "${version}", "private": true}\n` },
    { path: 'demo-app/server.js', content: serverSource(version) },
  ];
}

function description(version: string): string {
  return `spec_version: 2
app_version: "${version}"
app:
  bk_app_code: demo-app
  bk_app_name: 演示应用
modules:
  default:
    is_default: true
    language: NodeJS
    processes:
      web:
        command: npm run server
`;
}

function serverSource(version: string): string {
  const routes = Array.from(
    { length: 200 },
    (_, index) => `routes.set('/page/${index}', 'Page ${index} of ${version}');`,
  );
  return `const routes = new Map();\n${routes.join('\n')}\nexport default routes;\n`;
}

const descriptionWithoutServices = `specVersion: 3
module:
  name: default
  isDefault: true
  language: NodeJS
  spec:
    processes:
      - name: worker
        procCommand: node worker.js
`;
