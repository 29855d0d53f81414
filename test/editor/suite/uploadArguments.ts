import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { upload, type Setup } from './setup/setup.ts';

/** The name of a case, an invalid argument, the expected error code and a pattern for the expected message. */
type InvalidArgumentCase = [name: string, argument: unknown, code: string, sentence: RegExp];

export function describeArguments({ control, plain }: Setup): void {
  const good = {
    appCode: 'demo-app',
    module: 'default',
    packageUrl: `${plain.packagesUrl}/demo-app-1.0.3.tar.gz`,
    version: '1.0.3',
    allowOverwrite: false,
  };
  const argument = /called with an invalid argument: “/;
  const rows: InvalidArgumentCase[] = [
    ['a text instead of an object', 'demo-app', 'argumentInvalid', argument],
    ['a list instead of an object', ['demo-app'], 'argumentInvalid', argument],
    ['an App ID that is a number', { ...good, appCode: 1 }, 'argumentInvalid', /“appCode”/],
    ['a module that is an object', { ...good, module: {} }, 'argumentInvalid', /“module”/],
    ['a package URL that is a list', { ...good, packageUrl: [] }, 'argumentInvalid', /“packageUrl”/],
    ['a version that is a number', { ...good, version: 1.1 }, 'argumentInvalid', /“version”/],
    ['a platform that is true', { ...good, platform: true }, 'argumentInvalid', /“platform”/],
    ['an overwrite flag that is a text', { ...good, allowOverwrite: 'true' }, 'argumentInvalid', /“allowOverwrite”/],
    ...['demo%2Fapp', '..', '../demo-app', 'demo?app', 'demo#app', 'demo/app', '', 'a'.repeat(21)].flatMap(
      (name): InvalidArgumentCase[] => [
        [`the App ID “${name}”`, { ...good, appCode: name }, 'appCodeInvalid', /isn’t a valid App ID/],
        [`the module “${name}”`, { ...good, module: name }, 'moduleNameInvalid', /isn’t a valid module name/],
      ],
    ),
    ['an empty package URL', { ...good, packageUrl: ' ' }, 'packageUrlInvalid', /package URL can’t be used/],
    ['a package URL without a host', { ...good, packageUrl: 'https://' }, 'packageUrlInvalid', /http:\/\/ or https:/],
    ['a package URL of FTP', { ...good, packageUrl: 'ftp://a.example/b.tgz' }, 'packageUrlInvalid', /http:\/\/ or/],
    ['a package URL that is none', { ...good, packageUrl: 'b.tgz' }, 'packageUrlInvalid', /http:\/\/ or https:/],
    ['a blank version', { ...good, version: ' \t' }, 'versionBlank', /version is empty/],
    ['a version of 65 characters', { ...good, version: '1'.repeat(65) }, 'versionTooLong', /at most 64 characters/],
    ['an unknown platform', { ...good, platform: 'elsewhere' }, 'platformUnknown', /no platform “elsewhere”/],
  ];

  describe('bkpaas.uploadPackage refuses, asking and sending nothing,', function () {
    // If the extension accepts an argument by mistake, the extension asks for a sign-in, which no test answers. The
    // short timeout then ends the test, and `afterEach` closes the question, so that the next test can run.
    this.timeout(10_000);
    afterEach(() => vscode.commands.executeCommand('workbench.action.closeQuickOpen'));

    for (const [name, given, code, sentence] of rows) {
      it(name, async () => {
        const outcome = await upload(given);
        assert.ok(outcome.status === 'failed', outcome.status);
        assert.equal(outcome.error.code, code);
        assert.match(outcome.error.message, sentence);
        assert.deepEqual(await control.requests('plain'), []);
      });
    }
  });
}
