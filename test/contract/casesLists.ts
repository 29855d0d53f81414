import { integer, APPLICATION_LIST_PATH, object, orNull, serverError, text, uuid } from './shapes.ts';
import type { ContractCase, Expectation } from './contractCase.ts';
import type { ListMatcher, Matcher } from './matcher.ts';

const row = object({
  application: object({ id: uuid, code: text, name: text }),
  product: orNull(object({ name: text })),
});
const withCode = (code: string): Matcher => object({ application: object({ code }) });
const listAnswer = (results: Omit<ListMatcher, 'is'>): Expectation => ({
  status: 200,
  body: object({ count: integer, results: { is: 'list', ...results } }),
});
const listCase = (id: string, standsFor: string, query: string, expect: Expectation): ContractCase => ({
  id: `lists.${id}`,
  statement: standsFor,
  request: { path: `${APPLICATION_LIST_PATH}${query}` },
  expect,
});
const listWithCode = (code: string): Expectation => listAnswer({ contains: [withCode(code)] });
const listWithoutCode = (code: string): Expectation => listAnswer({ lacks: withCode(code) });
const emptyListAnswer: Expectation = { status: 200, body: object({ count: 0, results: { is: 'list', exactly: [] } }) };

/** The list of applications (platform-api.md 4.1). */
export const casesLists: readonly ContractCase[] = [
  listCase('rows', '4.1 body: count and results', '', listAnswer({ of: row, least: 1 })),
  listCase('own', '4.1 own applications', '', listWithCode('{app}')),
  listCase(
    'byName',
    '4.1 ordered by name',
    '',
    listAnswer({ contains: [withCode('{earlierNamedApp}'), withCode('{laterNamedApp}')] }),
  ),
  listCase('slash', '2.1 a trailing slash never matters', '/', listAnswer({ of: row, least: 1 })),
  listCase('origin', '4.1 parameter source_origin', '?source_origin={origin}', listWithCode('{app}')),
  listCase(
    'origin2',
    '4.1 three calls find what takes packages: origin 2',
    '?source_origin=2',
    listAnswer({ of: row }),
  ),
  listCase(
    'origin3',
    '4.1 three calls find what takes packages: origin 3',
    '?source_origin=3',
    listAnswer({ of: row }),
  ),
  listCase(
    'origin7',
    '4.1 three calls find what takes packages: origin 7',
    '?source_origin=7',
    listAnswer({ of: row }),
  ),
  listCase(
    'sMartOrigin',
    '4.1 source_origin: applications with a module of it',
    '?source_origin=3',
    listWithCode('{sMartApp}'),
  ),
  listCase('otherOrigins', '4.1 source_origin: none without it', '?source_origin=2', listWithoutCode('{sMartApp}')),
  listCase(
    'nullOrigin',
    '4.1 source_origin: a module without one is not found',
    '?source_origin=1',
    listWithoutCode('{nullOriginApp}'),
  ),
  listCase('unknownOrigin', '4.1 an unknown number gives an empty list', '?source_origin=99', emptyListAnswer),
  listCase('textOrigin', '4.1 a non-number in source_origin is a 500 HTML', '?source_origin=two', serverError),
  listCase('offline', '4.1 parameter app_status: offline', '?app_status=offline', listWithCode('{offlineApp}')),
  listCase(
    'notDeployed',
    '4.1 parameter app_status: not_deployed',
    '?app_status=not_deployed',
    listWithCode('{newApp}'),
  ),
  listCase('normal', '4.1 parameter app_status: normal', '?app_status=normal', listWithoutCode('{offlineApp}')),
  listCase('unknownStatus', '4.1 an unknown app_status is ignored', '?app_status=nonsense', listWithCode('{app}')),
  listCase('plugins', '4.1 plugin applications are listed as shipped', '', listWithCode('{pluginApp}')),
  {
    ...listCase(
      'noPlugins',
      '4.1 hidden where the setting says so: plugin applications',
      '',
      listWithoutCode('{pluginApp}'),
    ),
    switches: { pluginAppsListed: false },
  },
  listCase(
    'noHiddenAgents',
    '4.1 hidden: AI agent applications without an engine',
    '',
    listWithoutCode('{hiddenAgentApp}'),
  ),
  listCase('noDeleted', '4.1 hidden: deleted applications', '', listWithoutCode('{deletedApp}')),
  listCase('noForeign', '4.0 row 4.1: own applications only', '', listWithoutCode('{foreignApp}')),
  {
    id: 'lists.guest',
    statement: '8 point 27: nobody',
    request: { path: APPLICATION_LIST_PATH, caller: 'guest' },
    expect: emptyListAnswer,
  },
  {
    id: 'lists.operator',
    statement: '8 point 27: an operator can list',
    request: { path: APPLICATION_LIST_PATH, caller: 'operator' },
    expect: listWithCode('{app}'),
  },
  {
    id: 'lists.productOld',
    statement: '4.1 on older platforms product may be null',
    ages: ['oldest'],
    request: { path: APPLICATION_LIST_PATH },
    expect: listAnswer({ of: object({ product: null }), least: 1 }),
  },
];
