import { okAnswer } from '../backend/backendAnswer.ts';
import { roleIds } from '../backend/roles.ts';
import { describeApplication, webConfig } from './describeApplication.ts';
import type { ApplicationRoute } from '../route.ts';

/** One application, with the user's role in that application (platform-api.md 4.3). */
export const application: ApplicationRoute = {
  operationId: 'get_app_info',
  method: 'GET',
  path: '/bkapps/applications/{app}/',
  scope: 'application',
  permission: 'view_basic_info',
  answer(call, asked) {
    const role = asked.roles.get(call.user) ?? 'nobody';
    return okAnswer({
      role: { id: roleIds[role], name: role },
      application: describeApplication(asked, call),
      product: { name: asked.name, logo: 'https://paas.example.com/static/images/default_logo.png' },
      marked: asked.markedBy.has(call.user),
      web_config: webConfig(asked),
      migration_status: { status: 'no_need_migration', error_msg: '' },
    });
  },
};
