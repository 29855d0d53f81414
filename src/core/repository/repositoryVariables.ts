import { isObject, parseJson } from '../http/json.ts';
import { removeInvisibleCharacters } from '../http/pastedText.ts';

/** What a variable of the platform's BK-Repo add-on says about a repository. */
type VariableMeaning = 'address' | 'project' | 'privateRepository' | 'publicRepository' | 'user' | 'secret';

const meaningByVariable: ReadonlyMap<string, VariableMeaning> = new Map([
  ['BKREPO_ENDPOINT_URL', 'address'],
  ['BKREPO_PROJECT', 'project'],
  ['BKREPO_PRIVATE_BUCKET', 'privateRepository'],
  ['BKREPO_PUBLIC_BUCKET', 'publicRepository'],
  ['BKREPO_USERNAME', 'user'],
  ['BKREPO_PASSWORD', 'secret'],
]);

export type RepositoryVariables = Partial<Record<VariableMeaning, string | undefined>>;

/**
 * Matches a variable's name and separator, and an `export` and quotes around the name if there are any. Does not match
 * a quote directly after another value, because the quote closes that value.
 */
const assignmentPattern = /(?:export\s+)?(?:(?<=^|[\s{,])["'“‘])?(BKREPO_[A-Z_]{1,40})["'”’]?\s*[=:：]/g;

/** Maximum characters of a pasted block. A longer text is not a block of variables. */
const maxLength = 20_000;

/**
 * Parses a pasted block of the add-on's variables: lines of `KEY=value`, `export KEY="value"` or `KEY: value`, or JSON,
 * in any order. An input box replaces line breaks with spaces or removes them, so a value also ends where the next
 * variable begins. If a variable occurs twice, the last one counts. Ignores unknown variables. Undefined if the text
 * has none of the variables. Never throws.
 */
export function parseRepositoryVariables(text: string): RepositoryVariables | undefined {
  if (text.length > maxLength) return undefined;
  const block = removeInvisibleCharacters(text);
  const json = parseJson(block);
  const pairs = isObject(json) ? Object.entries(json) : pairsIn(block);
  const found: RepositoryVariables = {};
  for (const [name, value] of pairs) {
    const meaning = meaningByVariable.get(name);
    if (meaning && typeof value === 'string' && value !== '') found[meaning] = value;
  }
  return Object.keys(found).length === 0 ? undefined : found;
}

function pairsIn(block: string): [name: string, value: string][] {
  const places = [...block.matchAll(assignmentPattern)];
  return places.map((place, index) => {
    const rest = block.slice(place.index + place[0].length, places[index + 1]?.index);
    return [place[1] ?? '', valueAtStart(rest.trimStart())];
  });
}

/**
 * Returns the quoted value at the start of a text, without its quotes, or else the text up to the first white space.
 */
function valueAtStart(text: string): string {
  const quoted = /^(?:"(?:[^"\\]|\\.)*"|'[^']*'|“[^”]*”|‘[^’]*’)/.exec(text);
  if (!quoted) return /^\S*/.exec(text)?.[0] ?? '';
  const [whole] = quoted;
  const inside = whole.slice(1, -1);
  if (!whole.startsWith('"')) return inside;
  const unescaped = parseJson(whole);
  return typeof unescaped === 'string' ? unescaped : inside.replace(/\\(["\\$`])/g, '$1');
}
