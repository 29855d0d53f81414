import { isObject } from '../http/json.ts';
import { describePlace, type DescriptionPlace } from './describePlace.ts';
import type { DescriptionCompletion, DescriptionLanguage, SnippetName } from './descriptionHelp.ts';
import { snippetFilters, snippetsAt } from './descriptionSnippets.ts';
import { exampleAt, isRequired, statedVersion, textsOf, inferSpecVersion } from './schemaPlace.ts';
import { hasUserDefinedKeys, schemaAt, type Schema } from './schemaAt.ts';
import { schemas } from './schemas.ts';
import { targetName, valueChoices, type TargetNames } from './valueChoices.ts';
import { escapeSnippet, yamlScalar, yamlSnippet, yamlText, type SnippetPart } from './yamlSnippet.ts';

/**
 * Groups of keys. A map needs only one key of a group. If the map has one key of a group, the other keys of the group
 * are offered last.
 */
const alternativeKeyGroups: readonly (readonly string[])[] = [
  ['modules', 'module'],
  ['procCommand', 'command'],
  ['procCommand', 'args'],
  ['exec', 'httpGet', 'http_get', 'tcpSocket', 'tcp_socket'],
];

interface CompletionContext extends TargetNames {
  language: DescriptionLanguage;
}

/**
 * What the functions below share: the place to complete, the version of the description, the root schema of that
 * version, and the known names and language.
 */
interface CompletionRequest {
  place: DescriptionPlace;
  version: 2 | 3;
  root: Schema;
  context: CompletionContext;
}

/** Returns the completions at an offset of a description that is possibly incomplete, best first. */
export function completionsAt(text: string, offset: number, context: CompletionContext): DescriptionCompletion[] {
  const place = describePlace(text, offset);
  if (!place) return [];
  const version = inferSpecVersion(place.outline);
  const request: CompletionRequest = { place, version, root: schemas[version], context };
  if (place.kind === 'value') return [...valueCompletions(request), ...blockCompletions(request)];
  if (place.hasColon) return keyCompletions(request);
  const example = exampleAt(request.root, place.path);
  const list = place.list ?? (Array.isArray(example) ? place.path : undefined);
  const found = [
    ...(place.path.length === 0 ? versionCompletions(request) : []),
    ...(list ? itemCompletions(request, list) : []),
    ...(typeof example === 'object' ? [] : valueCompletions(request)),
    ...(Array.isArray(example) ? [] : [...newItemCompletions(request), ...keyCompletions(request)]),
  ];
  return found.filter(({ label }, index) => found.findIndex((other) => other.label === label) === index);
}

/**
 * Returns completions for the line that states the version. If the description has no keys, snippets of a whole
 * description come first.
 */
function versionCompletions({ place, context }: CompletionRequest): DescriptionCompletion[] {
  if (statedVersion(place.outline) !== undefined || place.hasColon) return [];
  if (place.keys.includes('specVersion') || place.keys.includes('spec_version')) return [];
  const found = ([3, 2] as const).map((version) => ({ version, root: schemas[version] }));
  const wholes = found.map(({ version, root }): DescriptionCompletion => {
    const name = version === 3 ? 'version3' : 'version2';
    return snippetCompletion({ place, version, root, context }, name, root.examples?.[0], []);
  });
  const lines = found.map(({ version, root }): DescriptionCompletion => {
    const label = version === 3 ? 'specVersion: 3' : 'spec_version: 2';
    const { title, text } = textsOf(schemaAt(root, [label.split(':')[0] ?? '']), context.language);
    return { ...basicCompletion(place, 'key', label, `${label}\n`), title, text, isRequired: true };
  });
  return place.keys.length === 0 ? [...wholes, ...lines] : lines;
}

/**
 * Returns completions for the keys that the map lacks, and snippets. Required keys come first, then snippets, then the
 * other keys, and deprecated keys last.
 */
function keyCompletions(request: CompletionRequest): DescriptionCompletion[] {
  const { place, version, root, context } = request;
  const { path, hasColon } = place;
  const { properties = {} } = schemaAt(root, path) ?? {};
  const example = exampleAt(root, path);
  const exampleKeys = isObject(example) ? Object.keys(example) : [];
  const isOpen = hasUserDefinedKeys(root, path) || Object.keys(properties).length === 0;
  const named = isOpen ? [targetName(path, context) ?? [], exampleKeys].flat() : [];
  // `versionCompletions` offers the version key together with its number. The key alone is offered only to replace a
  // key that already has a colon.
  const isVersionOpen = hasColon && statedVersion(place.outline) === undefined;
  const missing = [...new Set([...Object.keys(properties), ...named])]
    .filter((key) => !place.keys.includes(key))
    .filter((key) => isVersionOpen || !/^spec_?version$/i.test(key));
  const rank = (key: string): number => {
    if (isDeprecated(schemaAt(root, [...path, key]))) return 3;
    const others = alternativeKeyGroups.filter((names) => names.includes(key)).flat();
    if (others.some((name) => name !== key && place.keys.includes(name))) return 2;
    return exampleKeys.includes(key) ? 0 : 1;
  };
  const found = missing.toSorted((one, other) => rank(one) - rank(other)).map((key) => keyCompletion(request, key));
  const isEmptyItem = place.hang > 0 && place.keys.length === 0;
  const snippets = hasColon || isEmptyItem ? [] : snippetsAt(version, path, place.keys);
  const blocks = snippets.map(({ name, value }) => snippetCompletion(request, name, value, path));
  const required = found.filter(({ isRequired: must }) => must);
  return [...required, ...blocks, ...found.filter((item) => !required.includes(item))];
}

function keyCompletion(request: CompletionRequest, key: string): DescriptionCompletion {
  const { place, root, context } = request;
  const at = [...place.path, key];
  const below = createSnippetPartLookup(request, place.path);
  // The user has just chosen this key, so it gets no tab stop.
  const part = (steps: readonly string[]): SnippetPart => ({
    ...below(steps),
    ...(steps.length === 0 ? { hasNames: false } : {}),
  });
  const value = exampleAt(root, at) ?? '';
  const entry = yamlSnippet({ [key]: value }, part);
  const schema = schemaAt(root, at);
  // A name that the user gives, such as that of a process, has no title in the schema. Use the title of its map.
  const { title, text } = textsOf(schema?.title === undefined ? schemaAt(root, place.path) : schema, context.language);
  return {
    ...basicCompletion(place, 'key', key, place.hasColon ? escapeSnippet(key) : entry),
    preview: typeof value === 'object' && !place.hasColon ? yamlText({ [key]: value }) : '',
    title,
    text,
    isRequired: isRequired(root, at),
    isDeprecated: isDeprecated(schema),
  };
}

function snippetCompletion(
  request: CompletionRequest,
  name: SnippetName,
  value: unknown,
  path: readonly string[],
): DescriptionCompletion {
  const insert = yamlSnippet(value, createSnippetPartLookup(request, path));
  const preview = yamlText(value);
  return { ...basicCompletion(request.place, 'block', name, insert, snippetFilters[name]), snippet: name, preview };
}

/** Returns completions for the next item of a list: its snippets, or its examples if it has no snippets. */
function itemCompletions(request: CompletionRequest, list: readonly string[]): DescriptionCompletion[] {
  const { place, version, root, context } = request;
  const snippets = snippetsAt(version, list, []);
  if (snippets.length > 0) return snippets.map(({ name, value }) => snippetCompletion(request, name, [value], list));
  const example = exampleAt(root, list);
  const { title, text } = textsOf(schemaAt(root, list), context.language);
  return (Array.isArray(example) ? (example as unknown[]) : []).map((item) => ({
    ...basicCompletion(place, 'block', firstLine([item]), yamlSnippet([item], createSnippetPartLookup(request, list))),
    preview: yamlText([item]),
    title,
    text,
  }));
}

/** Returns the snippets for a list item that consists only of its dash so far. */
function newItemCompletions(request: CompletionRequest): DescriptionCompletion[] {
  const { hang, keys: present, path } = request.place;
  if (hang === 0 || present.length > 0) return [];
  const snippets = snippetsAt(request.version, path.slice(0, -1), []);
  return snippets.map(({ name, value }) => snippetCompletion(request, name, value, path));
}

function valueCompletions({ place, root, context }: CompletionRequest): DescriptionCompletion[] {
  const { typed, path, afterColon, word } = place;
  const { title, text } = textsOf(schemaAt(root, path), context.language);
  const quote = /^["']/.exec(typed)?.[0] ?? '';
  const space = afterColon === word.start ? ' ' : '';
  return valueChoices(root, path, place.outline, context).map((value) => {
    const written = yamlScalar(value);
    return {
      ...basicCompletion(place, 'value', written, space + escapeSnippet(written), quote + String(value)),
      title,
      text,
    };
  });
}

/**
 * Returns a completion that inserts an example map or list on the lines below its key. Empty if the value is no map or
 * list, or if a value is already typed.
 */
function blockCompletions(request: CompletionRequest): DescriptionCompletion[] {
  const { place, root, context } = request;
  const example = exampleAt(root, place.path);
  if (place.word.end > place.word.start || typeof example !== 'object' || example === null) return [];
  const lines = yamlSnippet(example, createSnippetPartLookup(request, place.path)).split('\n');
  const range = { start: place.afterColon ?? place.word.start, end: place.word.end };
  const { title, text } = textsOf(schemaAt(root, place.path), context.language);
  const insert = lines.map((line) => `\n  ${line}`).join('');
  return [
    { ...basicCompletion(place, 'block', firstLine(example), insert), preview: yamlText(example), range, title, text },
  ];
}

/**
 * Returns a completion without title and text. Indents the lines of `insert` after the first one by `place.hang` more
 * columns.
 */
function basicCompletion(
  place: DescriptionPlace,
  kind: DescriptionCompletion['kind'],
  label: string,
  insert: string,
  filter = label,
): DescriptionCompletion {
  const hung = insert.replaceAll('\n', `\n${' '.repeat(place.hang)}`);
  return {
    kind,
    label,
    insert: hung,
    filter,
    preview: '',
    range: place.word,
    title: '',
    text: '',
    isRequired: false,
    isDeprecated: false,
  };
}

/**
 * Returns a function that `yamlSnippet` calls to find out how to write a value below `path`. The function's argument
 * `steps` is relative to `path`.
 */
function createSnippetPartLookup(
  { root, place, context }: CompletionRequest,
  path: readonly string[],
): (steps: readonly string[]) => SnippetPart {
  return (steps) => {
    const at = [...path, ...steps];
    const preferred = targetName(at, context);
    return {
      choices: valueChoices(root, at, place.outline, context),
      isFixed: schemaAt(root, at)?.const !== undefined,
      hasNames: hasUserDefinedKeys(root, at),
      ...(preferred === undefined ? {} : { preferred }),
    };
  };
}

function firstLine(value: unknown): string {
  return yamlText(value).split('\n')[0] ?? '';
}

function isDeprecated(schema: Schema | undefined): boolean {
  return schema?.description?.startsWith('Deprecated') ?? false;
}
