import assert from 'node:assert/strict';
import test from 'node:test';
import { checkForTarget, checkPackage } from '../../../src/core/package/checkPackage.ts';
import { severityOf } from '../../../src/core/package/finding.ts';
import type { PackageEntry } from '../../../src/core/archive/packageEntry.ts';

const description = `spec_version: 2
app: {bk_app_code: demo-app}
modules:
  default: {language: go, source_dir: web, processes: {web: {command: x}}}
  api: {language: rust, source_dir: api, processes: {web: {command: x}}}
`;

function* entries(): Generator<PackageEntry> {
  const bytes = Buffer.from(description);
  const file = { kind: 'file', linkName: undefined, mode: 0o644, read: () => Promise.resolve(bytes) } as const;
  yield { ...file, name: './app_desc.yaml', sizeBytes: bytes.length };
  yield { ...file, name: './web/main.go', sizeBytes: 1 };
}

async function* asAsync(): AsyncGenerator<PackageEntry> {
  yield* await Promise.resolve([...entries()]);
}

test('only faults of the target module are errors, and the target is compared with the description', async () => {
  const report = await checkPackage(asAsync(), { format: 'tar' });
  const found = (appCode: string, module: string): string[] =>
    checkForTarget(report, { appCode, module }).findings.map((finding) => `${severityOf(finding)} ${finding.code}`);
  assert.deepEqual(found('demo-app', 'default'), ['information languageUnknown']);
  assert.deepEqual(found('other', 'default'), ['warning appCodeDiffers', 'information languageUnknown']);
  assert.deepEqual(found('demo-app', 'api'), ['error languageUnknown', 'error sourceDirMissing']);
  assert.deepEqual(found('demo-app', 'none'), ['error moduleMissing', 'information languageUnknown']);
});
