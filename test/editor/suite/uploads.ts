import assert from 'node:assert/strict';
import { loadedFiles, tested, upload, type Stage } from './stage/stage.ts';
import type { SeenRequest, StoredVersion } from './stage/scene.ts';

export function describeUploads({ control, plain }: Stage): void {
  const packageUrl = `${plain.packagesUrl}/demo-app-1.0.3.tar.gz`;
  const good = { appCode: 'demo-app', module: 'default', packageUrl, version: '', allowOverwrite: false };

  const posted = async (): Promise<SeenRequest[]> =>
    (await control.requests('plain')).filter((request) => request.method === 'POST');
  const stored = async (version: string): Promise<StoredVersion | undefined> =>
    (await control.versions('plain', 'demo-app', 'default')).find((each) => each.version === version);

  describe('bkpaas.uploadPackage with every argument', () => {
    beforeEach(() => control.forgetRequests('plain'));

    it('does not load form-data for an upload that is refused before it starts', async () => {
      await upload({ ...good, version: '1.0.2' });
      assert.deepEqual(loadedFiles(tested().extensionPath), ['extension.cjs', 'later.cjs']);
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

    it('has loaded form-data by then, and nothing else', () => {
      assert.deepEqual(loadedFiles(tested().extensionPath), ['extension.cjs', 'form-data.cjs', 'later.cjs']);
    });

    it('leaves a version that exists alone, and posts nothing', async () => {
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

    it('does not know what became of an upload that the gateway gave up, which the platform then ends', async () => {
      await control.next('plain', { method: 'POST', fault: { kind: 'hangThen504' } });
      const outcome = await upload({ ...good, version: '1.0.5' });
      assert.ok(outcome.status === 'unknown', outcome.status);
      assert.match(outcome.reason, /\S/);
      assert.equal((await posted()).length, 1, 'sent once');
      await control.settled('plain');
      assert.ok(await stored('1.0.5'));
    });

    const odd: [name: string, version: string][] = [
      ['quotes', `1'0"3`],
      ['line breaks', '1\n0\r\n3'],
      ['what looks like the end of the form', '1\r\n----------------------------1--\r\n3'],
      ['what looks like a header', '1"\r\nContent-Disposition: form-data; name="x"\r\n\r\n3'],
      ['Chinese', '二期-灰度版本'],
      ['emoji', '1.0-🚀👩‍💻'],
    ];
    for (const [name, version] of odd) {
      it(`sends ${name} byte for byte`, async () => {
        const link = `${packageUrl}?file='包"--x🚀`;
        const outcome = await upload({ ...good, packageUrl: ` ${link} `, version: ` ${version}\n` });
        const [post] = await posted();
        assert.deepEqual(post?.form, { package_url: link, version, allow_overwrite: 'false' });
        assert.equal(outcome.status === 'uploaded' && outcome.package.version, version);
      });
    }
  });
}
