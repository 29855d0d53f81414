import { integer, MINIMAL, object, orNull, serverError, text, uuid } from './shapes.ts';
import type { ContractCase, Expectation } from './contractCase.ts';
import type { ListMatcher, Matcher } from './matcher.ts';

const row = object({
  application: object({ id: uuid, code: text, name: text }),
  product: orNull(object({ name: text })),
});
const withCode = (code: string): Matcher => object({ application: object({ code }) });
const list = (results: Omit<ListMatcher, 'is'>): Expectation => ({
  status: 200,
  body: object({ count: integer, results: { is: 'list', ...results } }),
});
const lists = (id: string, standsFor: string, query: string, expect: Expectation): ContractCase => ({
  id: `lists.${id}`,
  statement: standsFor,
  request: { path: `${MINIMAL}${query}` },
  expect,
});
const found = (code: string): Expectation => list({ contains: [withCode(code)] });
const lacking = (code: string): Expectation => list({ lacks: withCode(code) });
const nothing: Expectation = { status: 200, body: object({ count: 0, results: { is: 'list', exactly: [] } }) };

/** The list of applications (platform-api.md 4.1). */
export const casesLists: readonly ContractCase[] = [
  lists('rows', '4.1 body: count and results', '', list({ of: row, least: 1 })),
  lists('own', '4.1 own applications', '', found('{app}')),
  lists(
    'byName',
    '4.1 ordered by name',
    '',
    list({ contains: [withCode('{earlierNamedApp}'), withCode('{laterNamedApp}')] }),
  ),
  lists('slash', '2.1 a trailing slash never matters', '/', list({ of: row, least: 1 })),
  lists('origin', '4.1 parameter source_origin', '?source_origin={origin}', found('{app}')),
  lists('origin2', '4.1 three calls find what takes packages: origin 2', '?source_origin=2', list({ of: row })),
  lists('origin3', '4.1 three calls find what takes packages: origin 3', '?source_origin=3', list({ of: row })),
  lists('origin7', '4.1 three calls find what takes packages: origin 7', '?source_origin=7', list({ of: row })),
  lists('sMartOrigin', '4.1 source_origin: applications with a module of it', '?source_origin=3', found('{sMartApp}')),
  lists('otherOrigins', '4.1 source_origin: none without it', '?source_origin=2', lacking('{sMartApp}')),
  lists(
    'nullOrigin',
    '4.1 source_origin: a module without one is not found',
    '?source_origin=1',
    lacking('{nullOriginApp}'),
  ),
  lists('unknownOrigin', '4.1 an unknown number gives an empty list', '?source_origin=99', nothing),
  lists('textOrigin', '4.1 a non-number in source_origin is a 500 HTML', '?source_origin=two', serverError),
  lists('offline', '4.1 parameter app_status: offline', '?app_status=offline', found('{offlineApp}')),
  lists('notDeployed', '4.1 parameter app_status: not_deployed', '?app_status=not_deployed', found('{newApp}')),
  lists('normal', '4.1 parameter app_status: normal', '?app_status=normal', lacking('{offlineApp}')),
  lists('unknownStatus', '4.1 an unknown app_status is ignored', '?app_status=nonsense', found('{app}')),
  lists('plugins', '4.1 plugin applications are listed as shipped', '', found('{pluginApp}')),
  {
    ...lists('noPlugins', '4.1 hidden where the setting says so: plugin applications', '', lacking('{pluginApp}')),
    switches: { pluginAppsListed: false },
  },
  lists('noHiddenAgents', '4.1 hidden: AI agent applications without an engine', '', lacking('{hiddenAgentApp}')),
  lists('noDeleted', '4.1 hidden: deleted applications', '', lacking('{deletedApp}')),
  lists('noForeign', '4.0 row 4.1: own applications only', '', lacking('{foreignApp}')),
  {
    id: 'lists.guest',
    statement: '8 point 27: nobody',
    request: { path: MINIMAL, caller: 'guest' },
    expect: nothing,
  },
  {
    id: 'lists.operator',
    statement: '8 point 27: an operator can list',
    request: { path: MINIMAL, caller: 'operator' },
    expect: found('{app}'),
  },
  {
    id: 'lists.productOld',
    statement: '4.1 on older platforms product may be null',
    ages: ['oldest'],
    request: { path: MINIMAL },
    expect: list({ of: object({ product: null }), least: 1 }),
  },
];
