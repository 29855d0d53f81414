import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { gunzipSync } from 'node:zlib';
import { checkDescription } from '../../../src/core/description/checkDescription.ts';
import { isError } from '../../../src/core/package/finding.ts';

/** A description with the verdict of the platform's own validators. */
interface Labelled {
  id: string;
  kind?: string;
  fault?: string;
  module: string;
  platform: 'ok' | 'refused';
  text?: string;
  /** The description in base64, if its bytes are not UTF-8. */
  base64?: string;
}

const fixtures = new URL('../../fixtures/packages/', import.meta.url);

/** The kinds for which the check deliberately differs from the platform, each with the reason. */
const deliberate: Readonly<Record<string, string>> = {
  count: 'the number of processes depends on a setting of the platform, so it is a warning',
};

test('descriptions with one fault: the check and the platform agree', async () => {
  const labelled = JSON.parse(await readFile(new URL('descriptions.json', fixtures), 'utf8')) as Labelled[];
  assert.equal(labelled.length, 81);
  for (const each of labelled) assert.equal(verdictOf(each), each.platform, each.id);
});

test('mutations of two full descriptions: the check and the platform agree', async (t) => {
  const lines = gunzipSync(await readFile(new URL('mutations.jsonl.gz', fixtures))).toString('utf8');
  const labelled = lines
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Labelled);
  assert.equal(labelled.length, 2180);
  const table = new Map<string, { same: number; falseAlarm: number; missed: number }>();
  const different: string[] = [];
  for (const each of labelled) {
    const kind = (each.kind ?? '').split(':')[0] ?? '';
    const row = table.get(kind) ?? { same: 0, falseAlarm: 0, missed: 0 };
    table.set(kind, row);
    const verdict = verdictOf(each);
    if (verdict === each.platform) row.same += 1;
    else if (verdict === 'refused') row.falseAlarm += 1;
    else row.missed += 1;
    if (verdict !== each.platform && deliberate[kind] === undefined)
      different.push(`${each.fault ?? each.id}: ${verdict}`);
  }
  for (const [kind, row] of table) t.diagnostic(`${kind}: ${JSON.stringify(row)} ${deliberate[kind] ?? ''}`);
  assert.deepEqual(different, []);
});

function verdictOf({ text, base64, module }: Labelled): 'ok' | 'refused' {
  const source = base64 === undefined ? Buffer.from(text ?? '') : Buffer.from(base64, 'base64');
  return checkDescription(source, { module }).some(isError) ? 'refused' : 'ok';
}
