import {
  anything,
  apiNotFound,
  BRANCHES_PATH,
  codedError,
  date,
  forbidden,
  integer,
  MODULES_PATH,
  noApplication,
  object,
  serverError,
  text,
  validUpload,
} from './shapes.ts';
import type { ContractCase, Expectation } from './contractCase.ts';
import type { ListMatcher, Matcher } from './matcher.ts';

const versionListAnswer = (list: Omit<ListMatcher, 'is'>): Expectation => ({
  status: 200,
  body: object({ results: { is: 'list', ...list } }),
});
const versionRow = (name: string, keys: Readonly<Record<string, Matcher>> = {}): Matcher =>
  object({ name, revision: name, ...keys });
const branchesPath = (app: string, module: string): string =>
  `/bkapps/applications/${app}/modules/${module}/repo/branches/`;

/**
 * The versions of a module (platform-api.md 4.6), and the package list, which is not on the gateway (platform-api.md
 * 4.7).
 */
export const casesVersions: readonly ContractCase[] = [
  {
    id: 'versions.rows',
    statement: '4.6 body: an integer size, an empty message',
    request: { path: BRANCHES_PATH },
    expect: versionListAnswer({
      of: object({
        name: text,
        type: { is: 'oneOf', of: ['package', 'tag'] },
        display_type: { is: 'oneOf', of: ['package', 'image'] },
        revision: text,
        url: text,
        last_update: date,
        message: '',
        extra: object({ package_size: integer }),
      }),
    }),
  },
  {
    id: 'versions.isDeleted',
    statement: '4.6 body: extra.is_deleted',
    ages: ['current', '1.6'],
    request: { path: BRANCHES_PATH },
    expect: versionListAnswer({ of: object({ extra: object({ is_deleted: { is: 'boolean' } }) }) }),
  },
  {
    id: 'versions.order',
    statement: '4.6 oldest first',
    request: { path: BRANCHES_PATH },
    expect: versionListAnswer({ contains: [versionRow('{knownVersion}'), versionRow('{laterVersion}')] }),
  },
  {
    id: 'versions.orderOfUploads',
    statement: '4.6 ordered by creation time, oldest first',
    writes: true,
    before: [
      { ...validUpload(), status: 200 },
      { ...validUpload({ version: '{otherVersion}' }), status: 200 },
    ],
    request: { path: BRANCHES_PATH },
    expect: versionListAnswer({ contains: [versionRow('{version}'), versionRow('{otherVersion}')] }),
  },
  {
    id: 'versions.placeAfterOverwrite',
    statement: '4.6 ordered by creation time: an overwrite keeps the place',
    writes: true,
    before: [
      { ...validUpload(), status: 200 },
      { ...validUpload({ version: '{otherVersion}' }), status: 200 },
      { ...validUpload({ allow_overwrite: 'true' }), status: 200 },
    ],
    request: { path: BRANCHES_PATH },
    expect: versionListAnswer({ contains: [versionRow('{version}'), versionRow('{otherVersion}')] }),
  },
  {
    id: 'versions.deleted',
    statement: '4.6 deleted packages are included',
    ages: ['current', '1.6'],
    request: { path: BRANCHES_PATH },
    expect: versionListAnswer({ contains: [versionRow('{deletedVersion}', { extra: object({ is_deleted: true }) })] }),
  },
  {
    id: 'versions.uploaded',
    statement: '4.6 name and revision are both the version; url is an internal address',
    writes: true,
    before: [{ ...validUpload(), status: 200 }],
    request: { path: BRANCHES_PATH },
    expect: versionListAnswer({
      contains: [
        versionRow('{version}', {
          type: 'package',
          display_type: 'package',
          last_update: date,
          url: { is: 'pattern', text: '^(?!https?:).*{version}' },
          extra: object({ package_size: integer }),
        }),
      ],
    }),
  },
  {
    id: 'versions.sizes',
    statement: '6.6 package_size is an integer in 4.6 and text in 1.5',
    writes: true,
    before: [{ ...validUpload(), status: 200 }],
    request: { path: BRANCHES_PATH },
    expect: versionListAnswer({ contains: [versionRow('{version}', { extra: object({ package_size: integer }) })] }),
  },
  {
    id: 'versions.datesWithOffset',
    statement: '6.5 an offset on 1.7 and later, at last_update',
    ages: ['current'],
    request: { path: BRANCHES_PATH },
    expect: versionListAnswer({ of: object({ last_update: { is: 'date', offset: 'required' } }) }),
  },
  {
    id: 'versions.datesWithoutOffset',
    statement: '6.5 without offset before, at last_update',
    ages: ['1.6', 'oldest'],
    request: { path: BRANCHES_PATH },
    expect: versionListAnswer({ of: object({ last_update: { is: 'date', offset: 'none' } }) }),
  },
  {
    id: 'versions.image',
    statement: '4.6 type is tag for S-Mart packages stored as images',
    request: { path: branchesPath('{sMartApp}', 'default') },
    expect: versionListAnswer({ contains: [versionRow('{imageVersion}', { type: 'tag', display_type: 'image' })] }),
  },
  {
    id: 'versions.unauthorizedGit',
    statement: '4.6 NEED_TO_BIND_OAUTH_INFO for git modules without authorisation',
    request: { path: branchesPath('{app}', '{unauthorizedGitModule}') },
    expect: codedError('NEED_TO_BIND_OAUTH_INFO', 4312003, text),
  },
  {
    id: 'versions.imageModule',
    statement: '4.6 CANNOT_GET_REPO for modules of origin 6',
    request: { path: branchesPath('{app}', '{imageModule}') },
    expect: codedError('CANNOT_GET_REPO', 4312002, '无法获取源码信息: {app}的仓库信息查询异常'),
  },
  {
    id: 'versions.unknownModule',
    statement: '4.0 wrong module name: repo/branches is a 500 HTML',
    request: { path: branchesPath('{app}', 'no-such-module') },
    expect: serverError,
  },
  {
    id: 'versions.unknownApplication',
    statement: '1.10 row "app code unknown", at the versions',
    request: { path: branchesPath('no-such-app-here', 'default') },
    expect: noApplication,
  },
  {
    id: 'versions.operator',
    statement: '4.0 roles: an operator gets 403 on branches',
    request: { path: BRANCHES_PATH, caller: 'operator' },
    expect: forbidden,
  },
  {
    id: 'versions.developer',
    statement: '4.0 roles: a developer has basic_develop',
    request: { path: BRANCHES_PATH, caller: 'developer' },
    expect: versionListAnswer({ of: anything }),
  },
  {
    id: 'versions.packageList',
    statement: '4.7 not on the gateway, 8 point 16',
    request: { path: `${MODULES_PATH}{module}/source_package/` },
    expect: apiNotFound('GET', 'source_package/'),
  },
];
