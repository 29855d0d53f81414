import { ok } from '../backend/backendAnswer.ts';
import { appStatus, describeApplication } from './describeApplication.ts';
import { readListQuery } from './readListQuery.ts';
import { page } from './page.ts';
import { visibleApplications } from './visibleApplications.ts';
import type { ListQuery } from './readListQuery.ts';
import type { BackendCall, UserRoute } from '../route.ts';
import type { Application } from '../state.ts';

const DEFAULT_LIMIT = 12;

/** The user's applications in full, paginated (API reference 4.2). */
export const applicationsDetailed: UserRoute = {
  operationId: 'get_detailed_app_list',
  method: 'GET',
  path: '/bkapps/applications/lists/detailed',
  scope: 'user',
  answer(call) {
    const query = readListQuery(call);
    const found = visibleApplications(call).filter((each) => isWanted(each, query, call));
    const mine = found.filter((each) => each.owner === call.user);
    const shown = sorted(query.excludeCollaborated ? mine : found, query, call);
    const { results, ...links } = page(shown, call, DEFAULT_LIMIT);
    const countOf = (type: Application['type']): number => shown.filter((each) => each.type === type).length;
    return ok({
      ...links,
      extra_data: {
        default_app_count: countOf('default'),
        engineless_app_count: countOf('engineless_app'),
        cloud_native_app_count: countOf('cloud_native'),
        my_app_count: mine.length,
        all_app_count: found.length,
      },
      results: results.map((each) => ({
        application: describeApplication(each, call),
        product: { name: each.name, logo: 'https://paas.example.com/static/images/default_logo.png' },
        marked: each.markedBy.has(call.user),
        market_config: { source_tp_url: null },
        migration_status: { status: 'no_need_migration', error_msg: '' },
      })),
    });
  },
};

function isWanted(application: Application, query: ListQuery, call: BackendCall): boolean {
  const term = query.searchTerm.toLowerCase();
  const names = [application.code, application.name, application.nameEn];
  return (
    (term === '' || names.some((name) => name.toLowerCase().includes(term))) &&
    (query.sourceOrigin === undefined ||
      application.modules.some((each) => (each.sourceOrigin ?? 1) === query.sourceOrigin)) &&
    (query.type === undefined || application.type === query.type) &&
    (query.languages.length === 0 || query.languages.includes(application.language)) &&
    (query.appStatus === undefined || appStatus(application) === query.appStatus) &&
    (query.isMarked === undefined || application.markedBy.has(call.user) === query.isMarked)
  );
}

/** Marked ones first if asked, active ones before offline ones, then by the field asked for. */
function sorted(applications: Application[], query: ListQuery, call: BackendCall): Application[] {
  const down = query.orderBy.startsWith('-');
  const key = (each: Application, place: number): string | number => {
    switch (query.orderBy.replace(/^-/, '')) {
      case 'code':
        return each.code;
      // They stand in the state as they were created, and nothing here operates on one later.
      case 'created':
      case 'latest_operated_at':
        return place;
      default:
        return each.name;
    }
  };
  return applications
    .map((each, place) => ({
      each,
      key: key(each, place),
      rank: Number(query.preferMarked && !each.markedBy.has(call.user)) * 2 + Number(!each.isActive),
    }))
    .sort((one, other) => {
      const order = one.key < other.key ? -1 : Number(one.key > other.key);
      return one.rank - other.rank || (down ? -order : order);
    })
    .map(({ each }) => each);
}
