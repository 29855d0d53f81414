import assert from 'node:assert/strict';
import test from 'node:test';
import { statedSha256 } from '../../../src/core/http/sha256.ts';

const hex = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
const base64 = Buffer.from(hex, 'hex').toString('base64');

test('the digest is read from every header that states one', () => {
  for (const headers of [
    { 'x-checksum-sha256': hex },
    { 'x-checksum-sha256': ` ${hex.toUpperCase()}` },
    { 'repr-digest': `sha-256=:${base64}:` },
    { 'repr-digest': `sha-512=:${'A'.repeat(86)}==:, sha-256=:${base64}:` },
    { digest: `SHA-256=${base64}` },
    { digest: `md5=AAAA,sha-256=${base64}, unixsum=1` },
    { 'x-amz-checksum-sha256': base64 },
  ])
    assert.equal(statedSha256(headers), hex, JSON.stringify(headers));
});

test('a value that is not the SHA-256 of the whole file is ignored', () => {
  for (const headers of [
    {},
    { etag: hex },
    { 'x-checksum-sha256': '' },
    { 'x-checksum-sha256': hex.slice(1) },
    { 'x-checksum-md5': '5d41402abc4b2a76b9719d911017c592' },
    { digest: `sha-512=${base64}` },
    { digest: 'sha-256=AAAA' },
    { 'repr-digest': 'sha-256=:::' },
    // After a multipart upload, this header has the digest of the parts' digests, not of the whole file.
    { 'x-amz-checksum-sha256': `${base64}-3` },
  ])
    assert.equal(statedSha256(headers), undefined, JSON.stringify(headers));
});
