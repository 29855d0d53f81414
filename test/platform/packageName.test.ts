import assert from 'node:assert/strict';
import test from 'node:test';
import { packageName } from './upload/packageName.ts';

test('package name: last path segment up to its first dot, with the version unless it is in it', () => {
  const rows: [string, string, string][] = [
    ['https://h.example.com/a/my-app-1.2.3.tar.gz', '1.2.3', 'my-app-1:1.2.3'],
    ['https://h.example.com/a/app.tar.gz?sig=x', '0.0.5', 'app:0.0.5'],
    ['https://h.example.com', '0.0.1', ':0.0.1'],
    ['https://h.example.com/dl/v1.tgz', 'v1', 'v1'],
    ['https://h.example.com/releases/download/v1.0.0/', '1.0.0', 'v1:1.0.0'],
    ['https://h.example.com/a/%E6%BC%94.tgz#part', '1', '%E6%BC%94:1'],
    ['https://h.example.com/a/app;type=a.tgz', '1', 'app:1'],
    ['https://h.example.com?file=/b/c.tgz', '1', ':1'],
  ];
  for (const [url, version, name] of rows) assert.equal(packageName(url, version), name, url);
});
