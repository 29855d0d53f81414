import {
  coded,
  json,
  multipart,
  object,
  serverError,
  serverErrorPage,
  stored,
  text,
  upload,
  uploadAnswer,
  uploadGood,
} from './shapes.ts';
import type { ContractCase, Expectation } from './contractCase.ts';

/** The release decides between the two (platform-api.md 1.9); a client must accept both. */
const duplicate: Expectation = {
  status: [500, 400],
  body: { is: 'oneOf', of: [serverErrorPage, object({ code: 'PACKAGE_ALREADY_EXISTS', detail: text })] },
};

const versionTwice = { ...uploadGood(), status: 200 };

/** Returns a case that sends a word as `allow_overwrite` for a version that it has uploaded before. */
const word = (id: string, value: string, overwrites: boolean): ContractCase => ({
  id: `upload.word.${id}`,
  standsFor: `1.2 allow_overwrite: "${value}" means ${overwrites ? 'yes' : 'no'}`,
  writes: true,
  before: [versionTwice],
  request: uploadGood({ allow_overwrite: value }),
  expect: overwrites ? stored : duplicate,
});

const jsonWord = (id: string, value: boolean | null, overwrites: boolean): ContractCase => ({
  id: `upload.json.${id}`,
  standsFor: `1.2 allow_overwrite: JSON ${String(value)} acts as ${overwrites ? 'yes' : 'no'}`,
  writes: true,
  before: [versionTwice],
  request: upload(json({ package_url: '{package}', version: '{version}', allow_overwrite: value })),
  expect: overwrites ? stored : duplicate,
});

/** Uploads of a version that exists (platform-api.md 1.2, 1.9). */
export const casesOverwrites: readonly ContractCase[] = [
  {
    id: 'upload.identicalBytes',
    standsFor: '1.9 row "new version, bytes identical to another version"',
    writes: true,
    before: [{ ...uploadGood({ version: '{otherVersion}' }), status: 200 }],
    request: uploadGood(),
    expect: uploadAnswer({ sha256_signature: { is: 'asBefore', path: ['sha256_signature'] } }),
  },
  {
    id: 'upload.duplicate',
    standsFor: '1.9 row "same version, same bytes, same package_name": refused',
    writes: true,
    before: [versionTwice],
    request: uploadGood({ allow_overwrite: 'false' }),
    expect: duplicate,
  },
  {
    id: 'upload.duplicateLeftOut',
    standsFor: '1.9 column "allow_overwrite false/absent/null": absent',
    writes: true,
    before: [versionTwice],
    request: uploadGood(),
    expect: duplicate,
  },
  {
    id: 'upload.duplicatePage',
    standsFor: '1.10 row "package already exists, no overwrite": 500 HTML',
    writes: true,
    switches: { duplicateAs: '500html' },
    before: [versionTwice],
    request: uploadGood(),
    expect: serverError,
  },
  {
    id: 'upload.duplicateCoded',
    standsFor: '1.9 an older or patched platform may send the 400',
    writes: true,
    switches: { duplicateAs: '400json' },
    before: [versionTwice],
    request: uploadGood(),
    expect: coded('PACKAGE_ALREADY_EXISTS', 4312009, '源码包已存在'),
  },
  {
    id: 'upload.duplicateOtherBytes',
    standsFor: '1.9 row "same version, different bytes or name": refused',
    writes: true,
    before: [versionTwice],
    request: uploadGood({ package_url: '{packages}/demo-app-1.1.0.tar.gz' }),
    expect: duplicate,
  },
  {
    id: 'upload.overwrite',
    standsFor: '1.9 row "same version, same bytes", overwrite: same id, created kept',
    ages: ['current', '1.6'],
    writes: true,
    before: [versionTwice],
    request: uploadGood({ allow_overwrite: 'true' }),
    expect: uploadAnswer({ id: { is: 'asBefore', path: ['id'] }, created: { is: 'asBefore', path: ['created'] } }),
  },
  {
    id: 'upload.overwriteOtherBytes',
    standsFor: '1.9 row "different bytes or name", overwrite: sha and name replaced',
    writes: true,
    before: [versionTwice],
    request: uploadGood({ package_url: '{packages}/demo-app-2.0.0.zip', allow_overwrite: 'true' }),
    expect: uploadAnswer({
      created: { is: 'asBefore', path: ['created'] },
      sha256_signature: { is: 'notAsBefore', path: ['sha256_signature'] },
      package_name: 'demo-app-2:{version}',
    }),
  },
  {
    id: 'upload.overwriteOperator',
    standsFor: '1.5 operator: the last uploader, who need not be the first',
    ages: ['current', '1.6'],
    writes: true,
    before: [{ ...uploadGood(), caller: 'developer', status: 200 }],
    request: uploadGood({ allow_overwrite: 'true' }),
    expect: uploadAnswer({ operator: '{user}' }),
  },
  {
    id: 'upload.deletedVersion',
    standsFor: '1.9 row "its row is marked is_deleted": 500',
    writes: true,
    request: upload(multipart({ package_url: '{package}', version: '{deletedVersion}' })),
    expect: serverError,
  },
  {
    id: 'upload.deletedVersionOverwrite',
    standsFor: '1.9 row "its row is marked is_deleted", overwrite: 500 as well',
    writes: true,
    request: upload(multipart({ package_url: '{package}', version: '{deletedVersion}', allow_overwrite: 'true' })),
    expect: serverError,
  },
  word('t', 't', true),
  word('yes', 'YES', true),
  word('on', 'On', true),
  word('one', '1', true),
  word('true', 'true', true),
  word('f', 'f', false),
  word('no', 'No', false),
  word('off', 'OFF', false),
  word('zero', '0', false),
  word('empty', '', false),
  word('null', 'null', false),
  jsonWord('overwriteTrue', true, true),
  jsonWord('overwriteNull', null, false),
];
