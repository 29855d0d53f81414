import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * Writes a sample workspace: an application description, files that link to a package, and a folder to pack
 * (`service`).
 */
export async function writeSampleFolder(folder: string, packagesUrl: string): Promise<void> {
  const files: Record<string, string> = {
    'app_desc.yaml': [
      'spec_version: 2',
      'app_version: "1.1.0"',
      'app:',
      '  bk_app_code: demo-app',
      '  bk_app_name: 演示应用',
      'modules:',
      '  default:',
      '    is_default: true',
      '    language: NodeJS',
      '    processes:',
      '      web:',
      '        command: npm start',
      '',
    ].join('\n'),
    'package.json': `${JSON.stringify({ name: 'demo-app', version: '1.1.0', private: true }, undefined, 2)}\n`,
    'release.url': `[InternetShortcut]\r\nURL=${packagesUrl}/demo-app-1.1.0.tar.gz\r\n`,
    'notes.txt': `The next release: ${packagesUrl}/demo-app-1.1.0.tar.gz\n`,
    'service/app_desc.yaml': [
      'spec_version: 2',
      'app_version: "2.0.0"',
      'app:',
      '  bk_app_code: demo-app',
      'modules:',
      '  default:',
      '    language: Python',
      '    processes:',
      '      web:',
      '        command: ./bin/start',
      '',
    ].join('\n'),
    'service/bin/start': '#!/bin/sh\nexec python -m http.server "$PORT"\n',
    'service/requirements.txt': 'flask\n',
    'README.md':
      '# Demo\n\nRight-click app_desc.yaml or release.url and choose “Upload Package from URL…”, or the folder service and “Publish and Upload Folder…”.\n',
  };
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
}
