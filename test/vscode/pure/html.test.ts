import assert from 'node:assert/strict';
import test from 'node:test';
import { escapeHtml, html } from '../../../src/vscode/editor/html.ts';

test('values are escaped, in texts and in attributes', () => {
  const evil = `<b a='1' c="2">&amp;`;
  assert.equal(html`<p title="${evil}">${evil}</p>`.text, `<p title="${escapeHtml(evil)}">${escapeHtml(evil)}</p>`);
  assert.equal(escapeHtml(evil), '&lt;b a=&#39;1&#39; c=&quot;2&quot;&gt;&amp;amp;');
});

test('a text that `html` returned is not escaped again, neither alone nor in a list', () => {
  const safe = html`<i>${'<'}</i>`;
  assert.equal(html`<p>${safe}${[safe, html`!`]}</p>`.text, '<p><i>&lt;</i><i>&lt;</i>!</p>');
});

test('numbers become their digits, and empty texts and lists become nothing', () => {
  assert.equal(html`${0}${12}${''}${[]}`.text, '012');
});
