import { okAnswer } from '../backend/backendAnswer.ts';
import { describeModule } from './describeModule.ts';
import type { ModuleRoute } from '../route.ts';

/** One module (platform-api.md 4.5). */
export const module: ModuleRoute = {
  operationId: 'get_module_info',
  method: 'GET',
  path: '/bkapps/applications/{app}/modules/{module}/',
  scope: 'module',
  permission: 'view_basic_info',
  moduleLookup: 'unsafe',
  answer: (call, application, asked) => okAnswer(describeModule(asked, application, call.switches)),
};
