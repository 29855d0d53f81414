import assert from 'node:assert/strict';
import test from 'node:test';
import { satisfies } from 'semver';
import lock from '../package-lock.json' with { type: 'json' };
import manifest from '../package.json' with { type: 'json' };

interface LockedPackage {
  engines?: { node?: string };
  deprecated?: string;
}
const packages = Object.entries(lock.packages as Record<string, LockedPackage>);

/** `npm ci` prints a warning for every package that does not support the running version of Node. */
test('every dependency supports the oldest Node of each line that the manifest names', () => {
  const oldest = manifest.engines.node.split('||').map((line) => line.replaceAll(/[^\d.]/g, ''));
  assert.ok(oldest.length > 0);
  for (const [name, { engines }] of packages) {
    for (const version of oldest) {
      assert.ok(satisfies(version, engines?.node ?? '*'), `${name} needs Node ${engines?.node ?? ''}, not ${version}`);
    }
  }
});

test('no dependency is deprecated', () => {
  const deprecated = packages.filter(([, { deprecated }]) => deprecated !== undefined).map(([name]) => name);
  assert.deepEqual(deprecated, []);
});
