import { decodeUtf8 } from './decodeUtf8.ts';
import type { Finding } from './finding.ts';
import { parseYamlTree, type YamlNode } from './yamlTree.ts';

/** Valid names and number of processes (release-sources.md 7.3 row 14). */
const processName = /^[a-z0-9]([-a-z0-9])*$/;
const [maxNameLength, maxProcesses] = [12, 16];

/** Matches process names that YAML reads as a number, a date, a boolean or null if they are not quoted. */
const notText = /^(?:0[0-7]*|[1-9]\d*|0x[\da-f]+|0b[01]+|\d{4}-\d\d?-\d\d?|yes|no|true|false|on|off|null)$/;

/**
 * Checks the `Procfile` that a package without a description needs at its root. `found` is that Procfile, if there is
 * one. `other` is the name of a Procfile that the platform does not find, and is used only if `found` is undefined.
 */
export async function checkProcfile(
  found: { name: string; bytes: Buffer } | undefined,
  other: string | undefined,
  format: 'tar' | 'zip',
): Promise<Finding[]> {
  if (!found) {
    if (other === undefined) return [{ code: 'nothingToRun' }];
    return [{ code: 'procfileNotFound', entry: other, values: [procfileName(format)] }];
  }
  const entry = found.name;
  const text = decodeUtf8(found.bytes);
  if (text === undefined) return [{ code: 'procfileNotYaml', entry, values: [''] }];
  const tree = await parseYamlTree(text);
  if (!tree.ok && tree.problem === 'empty') return [{ code: 'procfileNotMapping', entry }];
  if (!tree.ok) return [{ code: 'procfileNotYaml', entry, values: [tree.message] }];
  if (tree.root.kind !== 'map' || tree.root.entries.length === 0) return [{ code: 'procfileNotMapping', entry }];
  if (hasBareTab(text, tree.root)) return [{ code: 'procfileNotYaml', entry, values: [''] }];
  return checkProcesses(tree.root.entries).map((finding) => ({ ...finding, entry }));
}

function checkProcesses(processes: readonly { key: YamlNode; value: YamlNode }[]): Finding[] {
  const findings: Finding[] = [];
  const names = new Set<string>();
  for (const { key, value } of processes) {
    const name = key.kind === 'text' ? key.value : '';
    names.add(name);
    const isText = key.kind === 'text' && (key.quoted || !notText.test(name));
    if (!isText || !processName.test(name) || name.length > maxNameLength)
      findings.push({ code: 'processNameInvalid', values: [name] });
    const isNull = value.kind === 'text' && !value.quoted && /^(?:|~|null|Null|NULL)$/.test(value.value);
    if (value.kind !== 'text' || isNull) findings.push({ code: 'procfileCommandInvalid', values: [name] });
  }
  if (names.size > maxProcesses)
    findings.push({ code: 'tooManyProcesses', values: [String(names.size), String(maxProcesses)] });
  return findings;
}

/** Returns whether a line has a tab outside of quotes and comments, which the platform's YAML parser refuses. */
function hasBareTab(text: string, root: YamlNode): boolean {
  if (!text.includes('\t')) return false;
  let masked = text;
  for (const { start, end } of quotedRanges(root))
    masked = masked.slice(0, start) + 'x'.repeat(end - start) + masked.slice(end);
  return masked.split('\n').some((line) => line.replace(/(?:^| )#.*$/, '').includes('\t'));
}

function quotedRanges(node: YamlNode): { start: number; end: number }[] {
  if (node.kind === 'text') return node.quoted ? [node.range] : [];
  const children = node.kind === 'list' ? node.items : node.entries.flatMap(({ key, value }) => [key, value]);
  return children.flatMap(quotedRanges);
}

/** Returns the only entry name under which the platform finds the `Procfile` (release-sources.md 7.2). */
export function procfileName(format: 'tar' | 'zip'): string {
  return format === 'tar' ? './Procfile' : 'Procfile';
}
