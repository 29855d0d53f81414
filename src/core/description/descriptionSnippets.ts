import type { SnippetName } from './descriptionHelp.ts';

/**
 * A snippet for a place in a module. If the place is a list, `value` is a new item. Otherwise `value` has the keys to
 * add to the map at the place.
 */
interface DescriptionSnippet {
  name: SnippetName;
  /** Path in the module. `*` stands for any key or index. */
  at: readonly string[];
  value: Readonly<Record<string, unknown>>;
}

const webProcessV3 = { name: 'web', procCommand: 'npm start' };
const workerV3 = { name: 'worker', procCommand: 'node worker.js' };
const probeV3 = { httpGet: { path: '/healthz', port: '${PORT}' } };
const variableV3 = { name: 'LOG_LEVEL', value: 'info' };
const probeV2 = { http_get: { path: '/healthz', port: '${PORT}' } };
const variableV2 = { key: 'LOG_LEVEL', value: 'info' };
const webProcessV2 = { web: { command: 'gunicorn wsgi -b :$PORT' } };
const workerV2 = { worker: { command: 'celery -A worker worker -l info' } };

const descriptionSnippets: Readonly<Record<2 | 3, readonly DescriptionSnippet[]>> = {
  2: [
    { name: 'web', at: [], value: { processes: webProcessV2 } },
    { name: 'web', at: ['processes'], value: webProcessV2 },
    { name: 'worker', at: ['processes'], value: workerV2 },
    { name: 'probe', at: ['processes', '*'], value: { probes: { liveness: probeV2, readiness: probeV2 } } },
    { name: 'hook', at: [], value: { scripts: { pre_release_hook: 'python manage.py migrate' } } },
    { name: 'variable', at: [], value: { env_variables: [variableV2] } },
    { name: 'variable', at: ['env_variables'], value: variableV2 },
  ],
  3: [
    { name: 'web', at: ['spec'], value: { processes: [webProcessV3] } },
    { name: 'web', at: ['spec', 'processes'], value: webProcessV3 },
    { name: 'worker', at: ['spec', 'processes'], value: workerV3 },
    { name: 'probe', at: ['spec', 'processes', '*'], value: { probes: { liveness: probeV3, readiness: probeV3 } } },
    { name: 'hook', at: ['spec'], value: { hooks: { preRelease: { procCommand: 'npm run migrate' } } } },
    { name: 'variable', at: ['spec'], value: { configuration: { env: [variableV3] } } },
    { name: 'variable', at: ['spec', 'configuration', 'env'], value: variableV3 },
  ],
};

/**
 * Words with which a user finds a snippet by typing. They are English in every language, because the keys are English
 * too.
 */
export const snippetFilters: Readonly<Record<SnippetName, string>> = {
  version3: 'new description version 3 specVersion',
  version2: 'new description version 2 spec_version',
  web: 'web process',
  worker: 'worker process',
  hook: 'hook pre-release',
  probe: 'probe healthz',
  variable: 'variable env',
};

/**
 * Returns the snippets for a place whose map has these keys. Leaves out snippets that would add one of the keys again.
 */
export function snippetsAt(version: 2 | 3, path: readonly string[], keys: readonly string[]): DescriptionSnippet[] {
  const module =
    path[0] === 'module' ? path.slice(1) : path[0] === 'modules' && path.length > 1 ? path.slice(2) : undefined;
  if (!module) return [];
  return descriptionSnippets[version].filter(
    ({ at, value }) =>
      at.length === module.length &&
      at.every((step, index) => step === '*' || step === module[index]) &&
      !Object.keys(value).some((key) => keys.includes(key)),
  );
}
