import assert from 'node:assert/strict';
import test from 'node:test';
import { parseRepositoryVariables } from '../../../src/core/repository/repositoryVariables.ts';

const allVariables = {
  address: 'https://bkrepo.example.com',
  project: 'bksaas-addons',
  privateRepository: 'private-demo',
  publicRepository: 'public-demo',
  user: 'demo',
  secret: 'p:s=w, “o”;rd',
};
const pairs: [string, string][] = [
  ['BKREPO_PASSWORD', allVariables.secret],
  ['BKREPO_ENDPOINT_URL', allVariables.address],
  ['BKREPO_PROJECT', allVariables.project],
  ['BKREPO_PRIVATE_BUCKET', allVariables.privateRepository],
  ['BKREPO_PUBLIC_BUCKET', allVariables.publicRepository],
  ['BKREPO_USERNAME', allVariables.user],
];
const variableLines = (line: (name: string, value: string) => string, end = '\n'): string =>
  pairs.map(([name, value]) => line(name, value)).join(end);

test('a block of the add-on’s variables is read in each of its forms', () => {
  const forms = {
    'quoted lines': variableLines((name, value) => `${name}="${value}"`),
    'exports with CRLF': variableLines((name, value) => `export ${name}='${value}'`, '\r\n'),
    'lines of YAML': variableLines((name, value) => `${name}: "${value}"`),
    'Chinese colons': variableLines((name, value) => `${name}：'${value}'`),
    JSON: JSON.stringify(Object.fromEntries(pairs)),
    'JSON in a box without line breaks': JSON.stringify(Object.fromEntries(pairs), undefined, 2).replaceAll('\n', ''),
    'a line of JSON members': variableLines((name, value) => `"${name}": ${JSON.stringify(value)},`),
    'line breaks that became spaces': variableLines((name, value) => `export ${name}="${value}"`, ' '),
    'line breaks that were removed': variableLines((name, value) => `${name}="${value}"`, ''),
  };
  for (const [form, text] of Object.entries(forms))
    assert.deepEqual(parseRepositoryVariables(text), allVariables, form);
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
