import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { PublicBatchOutcome } from '../../../src/vscode/batch/uploadToModules.ts';
import { pollUntil, filesLoadedOnDemand, storageOfExtension, upload, type Setup } from './setup/setup.ts';
import type { SeenRequest, StoredVersion } from './setup/fixture.ts';

export function describeUploads(setup: Setup): void {
  const { control, plain } = setup;
  const packageUrl = `${plain.packagesUrl}/demo-app-1.0.3.tar.gz`;
  const good = { appCode: 'demo-app', module: 'default', packageUrl, version: '', allowOverwrite: false };

  const posted = async (): Promise<SeenRequest[]> =>
    (await control.requests('plain')).filter((request) => request.method === 'POST');
  const stored = async (version: string): Promise<StoredVersion | undefined> =>
    (await control.versions('plain', 'demo-app', 'default')).find((each) => each.version === version);

  describe('bkpaas.uploadPackage with every argument', () => {
    beforeEach(async () => {
      // After an upload, the extension reads the versions once more in the background.
      await control.settled('plain');
      await control.forgetRequests('plain');
    });

    it('does not load form-data for an upload that is refused before it starts', async () => {
      await upload({ ...good, version: '1.0.2' });
      assert.deepEqual(filesLoadedOnDemand(), ['onDemand', 'start']);
    });

    it('uploads, asking nothing, and resolves with what is stored', async () => {
      const outcome = await upload({ ...good, version: '1.0.3' });
      const there = await stored('1.0.3');
      assert.ok(there && outcome.status === 'uploaded', JSON.stringify(outcome));
      const { created, updated, packageName, ...rest } = outcome.package;
      assert.deepEqual(rest, {
        version: '1.0.3',
        packageSize: there.size,
        sha256: there.sha256,
        operator: 'admin',
      });
      assert.match(packageName, /1\.0\.3/);
      for (const date of [created, updated]) assert.equal(new Date(date ?? '').toISOString(), date);
      assert.equal((await posted()).length, 1);
    });

    it('has loaded form-data after the first upload, and nothing else', () => {
      assert.deepEqual(filesLoadedOnDemand(), ['form_data', 'onDemand', 'start']);
    });

    it('does not overwrite an existing version by default, and posts nothing', async () => {
      const before = await stored('1.0.2');
      const outcome = await upload({ ...good, version: '1.0.2' });
      assert.ok(outcome.status === 'failed', outcome.status);
      assert.equal(outcome.error.code, 'versionExists');
      assert.match(outcome.error.message, /1\.0\.2/);
      assert.deepEqual(await posted(), []);
      assert.deepEqual(await stored('1.0.2'), before);
    });

    it('overwrites a version that exists when told to', async () => {
      const before = await stored('1.0.2');
      const outcome = await upload({ ...good, version: '1.0.2', allowOverwrite: true });
      assert.equal(outcome.status, 'uploaded');
      const after = await stored('1.0.2');
      assert.ok(before && after);
      assert.notEqual(after.sha256, before.sha256);
    });

    const refusals: [name: string, argument: object, code: string][] = [
      ['an application that is not there', { appCode: 'nobody-knows' }, 'applicationNotFound'],
      ['a module that is not there', { module: 'nothing' }, 'moduleNotFound'],
      ['a module built from git', { module: 'web' }, 'moduleTakesNoPackages'],
      ['a version that was cleaned up', { version: '1.0.1', allowOverwrite: true }, 'versionCleanedUp'],
    ];
    for (const [name, argument, code] of refusals) {
      it(`posts nothing to ${name}`, async () => {
        const outcome = await upload({ ...good, version: '1.0.4', ...argument });
        assert.equal(outcome.status === 'failed' && outcome.error.code, code);
        assert.deepEqual(await posted(), []);
      });
    }

    it('fails with the platform’s refusal and its request id', async () => {
      const outcome = await upload({ ...good, version: '1.0.4', packageUrl: 'https://packages.example/a.tgz' });
      assert.ok(outcome.status === 'failed', outcome.status);
      assert.equal(outcome.error.code, 'packageHostNotAllowed');
      assert.match(outcome.error.requestId ?? '', /^[0-9a-f-]{36}$/);
    });

    it('finds the package that the platform stored after the gateway’s timeout', async () => {
      await control.next('plain', { method: 'POST', fault: { kind: 'hangThen504' } });
      const outcome = await upload({ ...good, version: '1.0.5' });
      const there = await stored('1.0.5');
      assert.ok(there && outcome.status === 'uploaded', JSON.stringify(outcome));
      const { packageName, updated, ...rest } = outcome.package;
      assert.deepEqual(rest, { version: '1.0.5', packageSize: there.size, sha256: there.sha256 });
      assert.match(packageName, /1\.0\.5/);
      assert.equal(new Date(updated ?? '').toISOString(), updated);
      assert.equal((await posted()).length, 1, 'sent once');
    });

    it('fails when the platform could not download the link and responds only with “Server Error”', async () => {
      const gone = `${plain.packagesUrl}/status/404/demo-app-1.0.6.tar.gz`;
      const outcome = await upload({ ...good, packageUrl: gone, version: '1.0.6' });
      assert.ok(outcome.status === 'failed', JSON.stringify(outcome));
      assert.equal(outcome.error.code, 'packageNotTaken');
      assert.match(outcome.error.message, /rejected the package/);
      assert.match(outcome.error.requestId ?? '', /^[0-9a-f-]{36}$/);
      assert.equal((await posted()).length, 1, 'sent once');
      assert.equal(await stored('1.0.6'), undefined);
    });

    it('does not report success if the stored package can be another user’s', async () => {
      // The platform stores the package and responds with its error page. The extension does not read a link that
      // contains a secret, so the extension cannot compare the stored package with the file at the link.
      const fault = { kind: 'backendError', answer: 'serverError', backend: 'completes' } as const;
      await control.next('plain', { method: 'POST', fault });
      const outcome = await upload({ ...good, packageUrl: `${packageUrl}?token=planted-query`, version: '1.0.7' });
      assert.ok(outcome.status === 'unknown', JSON.stringify(outcome));
      assert.match(outcome.reason, /\S/);
      assert.equal((await posted()).length, 1, 'sent once');
      assert.ok(await stored('1.0.7'));
    });

    it('repeats a read that failed with 502, and sends the upload once', async () => {
      await control.next('plain', { method: 'GET', fault: { kind: 'gatewayError', codeName: 'BAD_GATEWAY' } });
      const outcome = await upload({ ...good, version: '1.0.8' });
      assert.equal(outcome.status, 'uploaded', JSON.stringify(outcome));
      const answered = (await control.requests('plain')).map(({ method, status }) => `${method} ${status}`);
      const untilSent = answered.slice(0, answered.indexOf('POST 200') + 1);
      assert.deepEqual(untilSent.sort(), ['GET 200', 'GET 200', 'GET 502', 'POST 200']);
    });

    it('saves a record before the upload is sent, with the link but without its credentials, and never with the token', async () => {
      const link = packageUrl.replace('://', '://alice:planted-password@') + '?sign=planted-query';
      const folder = await storageOfExtension();
      await control.next('plain', { method: 'POST', fault: { kind: 'delay', ms: 1500 } });
      const uploading = upload({ ...good, packageUrl: link, version: '1.0.9' });
      await pollUntil('the upload', async () => (await posted()).length > 0);
      const underWay = recordsIn(folder).filter(({ name }) => name.endsWith(`.${process.pid}.json`));
      const outcome = await uploading;
      await control.settled('plain');

      assert.equal(outcome.status, 'uploaded', JSON.stringify(outcome));
      assert.equal((await posted())[0]?.form?.['package_url'], link, 'the platform gets the link whole');
      assert.deepEqual(
        underWay.map(({ text }) => text.includes('1.0.9')),
        [true],
      );
      // The extension returns the outcome first and then saves the record in the history, so this waits for the record.
      const isFiled = ({ name, text }: UploadRecord): boolean => /^[^.]+\.json$/.test(name) && text.includes('1.0.9');
      await pollUntil('the upload in the history', () => recordsIn(folder).some(isFiled));
      const after = recordsIn(folder);
      for (const { name, text } of [...underWay, ...after]) {
        for (const secret of [setup.token, 'planted-password', 'planted-query'])
          assert.ok(!text.includes(secret), `${secret} in ${name}`);
      }
      const host = new URL(packageUrl).host;
      assert.ok(underWay[0]?.text.includes(`http://***@${host}/demo-app-1.0.3.tar.gz?sign=***`), underWay[0]?.text);
    });

    for (const version of ['二期-灰度版本', 'v1.0+é_2']) {
      it(`sends the version ${version} and an odd link byte for byte`, async () => {
        const link = `${packageUrl}?file='包"--x🚀`;
        const outcome = await upload({ ...good, packageUrl: ` ${link} `, version: ` ${version}\n` });
        const [post] = await posted();
        assert.deepEqual(post?.form, { package_url: link, version, allow_overwrite: 'false' });
        assert.equal(outcome.status === 'uploaded' && outcome.package.version, version);
      });
    }

    const unsafe: [name: string, version: string][] = [
      ['quotes', `1'0"3`],
      ['line breaks', '1\n0\r\n3'],
      ['what looks like the end of the form', '1\r\n----------------------------1--\r\n3'],
      ['what looks like a header', '1"\r\nContent-Disposition: form-data; name="x"\r\n\r\n3'],
      ['emoji', '1.0-🚀👩‍💻'],
      ['a number sign', '1.0#3'],
    ];
    for (const [name, version] of unsafe) {
      it(`refuses a version with ${name}, and posts nothing`, async () => {
        const outcome = await upload({ ...good, version });
        assert.equal(outcome.status === 'failed' && outcome.error.code, 'versionUnsafe');
        assert.deepEqual(await posted(), []);
      });
    }
  });

  describe('bkpaas.uploadToModules with every argument', () => {
    const batch = (argument: object): Thenable<PublicBatchOutcome> =>
      vscode.commands.executeCommand('bkpaas.uploadToModules', { ...several, ...argument });
    const several = {
      modules: ['default', 'api', 'web'].map((module) => ({ appCode: 'demo-app', module })),
      ...{ packageUrl, version: '4.0.0', allowOverwrite: false },
    };

    beforeEach(async () => {
      await control.settled('plain');
      await control.forgetRequests('plain');
    });
    // Closes the page, because it would cover the text editor of the next tests.
    after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

    it('uploads to each module, asking nothing, and resolves with the outcome of each', async () => {
      const outcome = await batch({});
      assert.ok(outcome.status === 'ended', JSON.stringify(outcome));
      assert.deepEqual(JSON.parse(JSON.stringify(outcome)), outcome, 'the outcome is plain data');
      const [first, second, third] = outcome.modules.map((each) => each.outcome);
      assert.deepEqual([first?.status, second?.status], ['uploaded', 'uploaded']);
      assert.equal(third?.status === 'failed' && third.error.code, 'moduleTakesNoPackages');
      assert.equal((await posted()).length, 2);
    });

    it('overwrites nothing without being told to, and sends nothing if an argument is wrong', async () => {
      const outcome = await batch({});
      assert.ok(outcome.status === 'ended', JSON.stringify(outcome));
      const codes = outcome.modules.map((each) => each.outcome.status === 'failed' && each.outcome.error.code);
      assert.deepEqual(codes, ['versionExists', 'versionExists', 'moduleTakesNoPackages']);
      const wrong = await batch({ modules: [{ appCode: 'demo-app' }] });
      assert.equal(wrong.status === 'failed' && wrong.error.code, 'argumentInvalid');
      assert.deepEqual(await posted(), []);
    });
  });
}

interface UploadRecord {
  name: string;
  text: string;
}

/**
 * Returns the names and texts of the extension's upload records. Skips a record that the extension renames at the same
 * time.
 */
function recordsIn(storage: string): UploadRecord[] {
  const folder = path.join(storage, 'uploads');
  return readdirSync(folder).flatMap((name) => {
    try {
      return [{ name, text: readFileSync(path.join(folder, name), 'utf8') }];
    } catch {
      return [];
    }
  });
}
