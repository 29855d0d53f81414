import { BackendRefusal, okAnswer, serverError } from '../backend/backendAnswer.ts';
import { appStatus, localName } from './describeApplication.ts';
import { visibleApplications } from './visibleApplications.ts';
import type { UserRoute } from '../route.ts';
import type { Application } from '../state.ts';

/** The short list of the user's applications, not paginated (platform-api.md 4.1). */
export const applicationsMinimal: UserRoute = {
  operationId: 'get_minimal_app_list',
  method: 'GET',
  path: '/bkapps/applications/lists/minimal',
  scope: 'user',
  answer(call) {
    const status = call.query.get('app_status');
    const knownStatus = status === 'not_deployed' || status === 'normal' || status === 'offline';
    const listed = visibleApplications(call).filter((each) => !knownStatus || appStatus(each) === status);
    const origin = call.query.get('source_origin') ?? '';
    const results = (origin === '' ? sortByName(listed) : filterByOrigin(listed, origin)).map((each) => ({
      application: { id: each.id, code: each.code, name: localName(each, call.language) },
      product: call.switches.applicationFields === 'old' ? null : { name: each.name },
    }));
    return okAnswer({ count: results.length, results });
  },
};

function sortByName(applications: Application[]): Application[] {
  return applications.sort((one, other) => (one.name < other.name ? -1 : Number(one.name > other.name)));
}

/**
 * Returns the applications that have a module of this source origin. A module whose origin is `null` never matches.
 * With this filter, the real platform does not sort by name. This emulator sorts by id, which looks just as arbitrary
 * to a user. A text that is not an integer causes a server error.
 */
function filterByOrigin(applications: Application[], text: string): Application[] {
  const origin = Number(text);
  if (!Number.isInteger(origin)) throw new BackendRefusal(serverError());
  return applications
    .filter((each) => each.modules.some((module) => module.sourceOrigin === origin))
    .sort((one, other) => (one.id < other.id ? -1 : 1));
}
