import { ciScript, type CiScript, type CiScriptOptions, type CiVariable } from './ciScript.ts';

/** The programs that can run a step. `shell` is any other CI, or a terminal. */
export const ciKinds = ['bkCi', 'gitLab', 'gitHub', 'shell'] as const;

export type CiKind = (typeof ciKinds)[number];

export interface CiStep {
  text: string;
  /** Language identifier of VS Code for the text. */
  format: 'yaml' | 'shellscript';
  /** What has to be set in the CI before the step can run. */
  variables: readonly CiVariable[];
}

/**
 * Returns a step that runs the script of `ciScript` in a CI. For the YAML formats, the script is a literal block, so
 * the parsed script is identical to the script for a shell. The rest of the YAML contains no value of the options, so
 * nothing in it needs quoting.
 */
export function ciStep(kind: CiKind, options: CiScriptOptions): CiStep {
  const script = ciScript(options);
  const { variables } = script;
  if (kind === 'shell') return { text: script.text, format: 'shellscript', variables };
  return { text: `${writers[kind](script).join('\n')}\n`, format: 'yaml', variables };
}

const writers: Record<Exclude<CiKind, 'shell'>, (script: CiScript) => string[]> = {
  bkCi: ({ text, variables, environment }) => [
    '# Step for a pipeline in the folder .ci of the repository. First create these credentials in BK-CI:',
    '# bkpaas, an access token; bkpaas_package_url, a password, if it is used below.',
    `- name: ${stepName(environment)}`,
    '  env:',
    ...variables.map(({ name, secret }) => `    ${name}: \${{ ${bkCiValue(name, secret)} }}`),
    '  run: |',
    ...literalBlockLines(text, 4),
  ],
  gitLab: ({ text, variables, environment }) => [
    '# Job for .gitlab-ci.yml. Its image or runner needs curl and jq.',
    `# First add these variables in Settings > CI/CD > Variables, masked if secret: ${variables.map(nameOf).join(', ')}.`,
    `${environment ? 'upload-and-deploy' : 'upload'}-to-bkpaas:`,
    '  retry: 0',
    '  script:',
    '    - |',
    ...literalBlockLines(text, 6),
  ],
  gitHub: ({ text, variables, environment }) => [
    '# Step for a job of a workflow in .github/workflows.',
    '# First add its secrets and variables in Settings > Secrets and variables > Actions.',
    `- name: ${stepName(environment)}`,
    '  shell: bash',
    '  env:',
    ...variables.map(({ name, secret }) => `    ${name}: \${{ ${secret ? 'secrets' : 'vars'}.${name} }}`),
    '  run: |',
    ...literalBlockLines(text, 4),
  ],
};

function stepName(environment: CiScript['environment']): string {
  return environment ? 'Upload and deploy to BlueKing PaaS' : 'Upload to BlueKing PaaS';
}

function nameOf({ name, secret }: CiVariable): string {
  return secret ? `${name} (secret)` : name;
}

function bkCiValue(name: CiVariable['name'], secret: boolean): string {
  if (!secret) return `variables.${name}`;
  return name === 'BKPAAS_ACCESS_TOKEN' ? 'settings.bkpaas.access_token' : 'settings.bkpaas_package_url.password';
}

/** Returns the lines of a literal block scalar. The text ends with one line break, which YAML keeps. */
function literalBlockLines(text: string, indentation: number): string[] {
  const lines = text.replace(/\n$/, '').split('\n');
  return lines.map((line) => (line === '' ? '' : `${' '.repeat(indentation)}${line}`));
}
