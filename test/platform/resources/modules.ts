import { fieldErrors, okAnswer, localizedMessage } from '../backend/backendAnswer.ts';
import { defaultFirstComparator } from './describeApplication.ts';
import type { ApplicationRoute } from '../route.ts';

/** The modules of an application: the default module first, then the other modules by name (platform-api.md 4.4). */
export const modules: ApplicationRoute = {
  operationId: 'list_app_modules',
  method: 'GET',
  path: '/bkapps/applications/{app}/modules/',
  scope: 'application',
  permission: 'view_basic_info',
  answer(call, application) {
    const origin = call.query.get('source_origin') ?? '';
    if (origin !== '' && !/^[1-7]$/.test(origin)) {
      return fieldErrors({ source_origin: [localizedMessage('notChoice', call.language, origin)] });
    }
    return okAnswer(
      application.modules
        .filter((module) => origin === '' || (module.sourceOrigin ?? 1) === Number(origin))
        .sort(defaultFirstComparator((one, other) => (one.name < other.name ? -1 : 1)))
        .map((module) => ({
          id: module.id,
          name: module.name,
          source_origin: module.sourceOrigin ?? 1,
          is_default: module.isDefault,
        })),
    );
  },
};
