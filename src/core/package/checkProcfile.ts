import { isProcessName, maxProcesses } from '../description/processRules.ts';
import { readYaml } from '../yaml/readYaml.ts';
import type { YamlEntry } from '../yaml/yamlNode.ts';
import type { Finding } from './finding.ts';

/**
 * Checks the `Procfile` that a package without a description needs at its root. `found` is that Procfile, if there is
 * one. `other` is the name of a Procfile that the platform does not find, and is used only if `found` is undefined.
 */
export function checkProcfile(
  found: { name: string; bytes: Uint8Array } | undefined,
  other: string | undefined,
  format: 'tar' | 'zip',
): Finding[] {
  if (!found) {
    if (other === undefined) return [{ code: 'nothingToRun' }];
    return [{ code: 'procfileNotFound', entry: other, values: [procfileName(format)] }];
  }
  const entry = found.name;
  const reading = readYaml(found.bytes);
  if (!reading.ok) {
    const { problem, quoted } = reading.fault;
    return [{ code: 'procfileNotYaml', entry, yamlProblem: problem, values: [quoted] }];
  }
  const { root } = reading;
  if (root?.kind !== 'map' || root.entries.length === 0) return [{ code: 'procfileNotMapping', entry }];
  return checkProcesses(root.entries).map((finding) => ({ ...finding, entry }));
}

function checkProcesses(processes: readonly YamlEntry[]): Finding[] {
  const findings: Finding[] = [];
  for (const { key, value } of processes) {
    const { text } = key;
    // YAML reads a name such as `12` or `on` as a number or boolean, not as text.
    if (key.type !== 'text' || !isProcessName(text)) findings.push({ code: 'processNameInvalid', values: [text] });
    if (value.kind !== 'scalar' || value.value === null)
      findings.push({ code: 'procfileCommandInvalid', values: [text] });
  }
  if (processes.length > maxProcesses)
    findings.push({ code: 'procfileTooLong', values: [String(processes.length), String(maxProcesses)] });
  return findings;
}

/** Returns the only entry name under which the platform finds the `Procfile` (release-sources.md 7.2). */
export function procfileName(format: 'tar' | 'zip'): string {
  return format === 'tar' ? './Procfile' : 'Procfile';
}
