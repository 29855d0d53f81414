import assert from 'node:assert/strict';
import test from 'node:test';
import { detectContent } from '../../../src/core/releases/packageContent.ts';
import { packTar, packZip } from '../../platform/archives.ts';

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

test('archives are recognized by their first bytes, whatever their content type', () => {
  const tar = packTar([{ path: './Procfile', content: 'web: x' }]);
  for (const contentType of ['', 'text/html', 'application/octet-stream']) {
    assert.equal(detectContent(bytes('\x1f\x8b\x08\0'), contentType), 'gzip');
    assert.equal(detectContent(packZip([{ path: 'a', content: 'b' }]), contentType), 'zip');
    assert.equal(detectContent(packZip([]), contentType), 'zip');
    assert.equal(detectContent(bytes('BZh91AY&SY'), contentType), 'bzip2');
    assert.equal(detectContent(bytes('\xfd7zXZ\0\0'), contentType), 'xz');
    assert.equal(detectContent(tar, contentType), 'tar');
    assert.equal(detectContent(bytes(''), contentType), 'empty');
  }
});

test('a tar older than ustar is recognized by its checksum', () => {
  const old = Buffer.from(packTar([{ path: 'a', content: 'b' }]).subarray(0, 512));
  old.fill(0, 257, 265);
  assert.equal(detectContent(old), 'unknown');
  old.write('        ', 148);
  const sum = old.reduce((total, byte) => total + byte, 0);
  old.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  assert.equal(detectContent(old), 'tar');
});

test('the word ustar alone is not a tar, and zeros are not a tar', () => {
  const text = Buffer.alloc(1024, 'x');
  text.write('ustar', 257);
  assert.equal(detectContent(text), 'unknown');
  assert.equal(detectContent(Buffer.alloc(1024)), 'unknown');
});

test('a web page is recognized by its beginning, or by its content type', () => {
  for (const page of [
    '<!doctype html>',
    '  \r\n<HTML>',
    '\xef\xbb\xbf<!DOCTYPE HTML PUBLIC',
    '<head><title>',
    '<script>x',
  ])
    assert.equal(detectContent(bytes(page)), 'webPage', page);
  assert.equal(detectContent(bytes('Sign in'), 'text/html;charset=utf-8'), 'webPage');
  assert.equal(detectContent(bytes('<x/>'), 'application/xhtml+xml'), 'webPage');
  for (const other of ['<?xml version="1.0"?><Error/>', '<htmlx>', '{"html": 1}', 'text'])
    assert.equal(detectContent(bytes(other), 'text/plain'), 'unknown', other);
});
