import assert from 'node:assert/strict';
import test from 'node:test';
import { parseRepositoryVariables } from '../../../src/core/repository/repositoryVariables.ts';

const everything = {
  address: 'https://bkrepo.example.com',
  project: 'bksaas-addons',
  privateRepository: 'private-demo',
  publicRepository: 'public-demo',
  user: 'demo',
  secret: 'p:s=w, “o”;rd',
};
const pairs: [string, string][] = [
  ['BKREPO_PASSWORD', everything.secret],
  ['BKREPO_ENDPOINT_URL', everything.address],
  ['BKREPO_PROJECT', everything.project],
  ['BKREPO_PRIVATE_BUCKET', everything.privateRepository],
  ['BKREPO_PUBLIC_BUCKET', everything.publicRepository],
  ['BKREPO_USERNAME', everything.user],
];
const lines = (line: (name: string, value: string) => string, end = '\n'): string =>
  pairs.map(([name, value]) => line(name, value)).join(end);

test('a block of the add-on’s variables is read in each of its forms', () => {
  const forms = {
    'quoted lines': lines((name, value) => `${name}="${value}"`),
    'exports with CRLF': lines((name, value) => `export ${name}='${value}'`, '\r\n'),
    'lines of YAML': lines((name, value) => `${name}: "${value}"`),
    'Chinese colons': lines((name, value) => `${name}：'${value}'`),
    JSON: JSON.stringify(Object.fromEntries(pairs)),
    'JSON in a box without line breaks': JSON.stringify(Object.fromEntries(pairs), undefined, 2).replaceAll('\n', ''),
    'a line of JSON members': lines((name, value) => `"${name}": ${JSON.stringify(value)},`),
    'line breaks that became spaces': lines((name, value) => `export ${name}="${value}"`, ' '),
    'line breaks that were removed': lines((name, value) => `${name}="${value}"`, ''),
  };
  for (const [form, text] of Object.entries(forms)) assert.deepEqual(parseRepositoryVariables(text), everything, form);
});

test('an unquoted value ends at a white space or at the next variable', () => {
  const wanted = { project: 'demo', user: 'me', secret: 'a=b:c' };
  const block = ['BKREPO_PROJECT=demo', 'BKREPO_USERNAME=me', 'BKREPO_PASSWORD=a=b:c'];
  for (const separator of ['\n', ' ', '', '\r\n\r\n', '\n# a comment\n'])
    assert.deepEqual(parseRepositoryVariables(block.join(separator)), wanted, JSON.stringify(separator));
});

test('unknown and empty variables are ignored, and the last of two values is used', () => {
  const block = 'OTHER=1\nBKREPO_REGION=x\nBKREPO_PROJECT=\nBKREPO_USERNAME=one\nBKREPO_USERNAME=two\n';
  assert.deepEqual(parseRepositoryVariables(block), { user: 'two' });
  for (const text of [
    '',
    'https://bkrepo.example.com',
    'BKREPO_PROJECT',
    'BKREPO_REGION=x',
    '{"BKREPO_PROJECT": null}',
  ])
    assert.equal(parseRepositoryVariables(text), undefined, text);
});
