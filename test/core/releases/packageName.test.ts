import test from 'node:test';
import assert from 'node:assert/strict';
import { derivePackageName } from '../../../src/core/releases/packageName.ts';

const rows: [url: string, version: string, name: string][] = [
  // The table of platform-api.md 1.7.
  ['https://h.example.com/a/my-app-1.2.3.tar.gz', '1.2.3', 'my-app-1:1.2.3'],
  ['https://h.example.com/a/app.tar.gz?sig=x', '0.0.5', 'app:0.0.5'],
  ['https://h.example.com', '0.0.1', ':0.0.1'],
  ['https://h.example.com/dl/v1.tgz', 'v1', 'v1'],
  ['https://h.example.com/releases/download/v1.0.0/', '1.0.0', 'v1:1.0.0'],
  // Other links, with the results of `urlparse` and `Path.name` in Python 3.11.
  ['https://h.example.com?x=/a/b.zip', '1', ':1'],
  ['https://h.example.com/a/b.zip#/c/d.zip', '1', 'b:1'],
  ['https://h.example.com/a;v=1.zip', '1', 'a:1'],
  ['https://h.example.com/a;b/c.zip', '1', 'c:1'],
  ['https://h.example.com/a/./', '1', 'a:1'],
  ['https://h.example.com/a/..', '1', ':1'],
  ['https://h.example.com/x//', '1', 'x:1'],
  ['https://h.example.com/.hidden.zip', '1', ':1'],
  ['https://h.example.com/%E6%BC%94.zip', '6', '%E6%BC%94'],
  ['https://h.example.com/演示.zip', '1', '演示:1'],
  ['  https://h.example.com/app-7.zip  ', ' 7 ', 'app-7'],
];

for (const [url, version, name] of rows) {
  test(`${url} at ${version} is listed as ${name}`, () => {
    assert.equal(derivePackageName(url, version), name);
  });
}
