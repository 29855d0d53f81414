import { fieldErrors, okAnswer, localizedMessage } from '../backend/backendAnswer.ts';
import { describeDeployment } from './describeDeployment.ts';
import { page } from './page.ts';
import { sortByOrder } from '../state.ts';
import type { ModuleRoute } from '../route.ts';

const DEFAULT_LIMIT = 12;

/** The deployments of a module, newest first, paginated (platform-api.md 4.10). */
export const deployments: ModuleRoute = {
  operationId: 'get_deployments_list',
  method: 'GET',
  path: '/bkapps/applications/{app}/modules/{module}/deployments/lists/',
  scope: 'module',
  permission: 'basic_develop',
  moduleLookup: 'unsafe',
  answer(call, _application, module) {
    const environment = call.query.get('environment') ?? '';
    const operator = call.query.get('operator') ?? '';
    if (!['', 'stag', 'prod'].includes(environment)) {
      return fieldErrors({ environment: [localizedMessage('notChoice', call.language, environment)] });
    }
    const oldestFirst = sortByOrder(module.deployments).filter(
      (each) =>
        (environment === '' || each.environment === environment) && (operator === '' || each.operator === operator),
    );
    const { wrong } = call.switches;
    const listed = wrong === 'historyOldestFirst' ? oldestFirst : oldestFirst.reverse();
    const { results, next, ...rest } = page(listed, call, DEFAULT_LIMIT);
    const links = { ...rest, next: wrong === 'historyNextNull' ? null : next };
    return okAnswer({ ...links, results: results.map((each) => describeDeployment(each, call)) });
  },
};
