import { okAnswer } from '../backend/backendAnswer.ts';
import { describeRepo } from './describeModule.ts';
import type { ModuleRoute } from '../route.ts';

/** How a module is built (platform-api.md 4.17). */
export const runtimeOverview: ModuleRoute = {
  operationId: 'get_runtime_overview',
  method: 'GET',
  path: '/bkapps/applications/{app}/modules/{module}/runtime/overview',
  scope: 'module',
  permission: 'view_basic_info',
  moduleLookup: 'safe',
  answer(_, application, module) {
    const origin = module.sourceOrigin ?? 1;
    const isImage = origin === 4 || origin === 6;
    return okAnswer({
      repo: describeRepo(module, application),
      stack: isImage ? null : 'Ubuntu 22.04 (heroku-22)',
      image: isImage ? null : 'blueking-heroku-22',
      language: module.language,
      source_origin: origin,
      buildpacks: isImage ? [] : [buildpack],
    });
  },
};

const buildpack = {
  id: 5,
  language: 'NodeJS',
  name: 'bk-buildpack-nodejs',
  display_name: 'Node.js 构建工具',
  description: '默认 Node 版本为 20.18',
} as const;
