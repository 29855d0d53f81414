import {
  codedError,
  json,
  multipart,
  object,
  serverError,
  serverErrorPage,
  uploadAccepted,
  text,
  uploadRequest,
  uploadAnswer,
  validUpload,
} from './shapes.ts';
import type { ContractCase, Expectation } from './contractCase.ts';

/**
 * The refusal of a version that exists. The status depends on the platform's release (platform-api.md 1.9), so a client
 * must accept both an HTML 500 and a coded 400.
 */
const duplicateError: Expectation = {
  status: [500, 400],
  body: { is: 'oneOf', of: [serverErrorPage, object({ code: 'PACKAGE_ALREADY_EXISTS', detail: text })] },
};

const firstUpload = { ...validUpload(), status: 200 };

/** Fields of an upload whose download takes long enough for another upload to begin. */
const slowUploadFields = { package_url: '{packages}/slow/200/x.tar.gz', version: '{version}' };

/** Returns a case that uploads a version, and then uploads the version again with `value` as `allow_overwrite`. */
const overwriteCase = (id: string, value: string, overwrites: boolean): ContractCase => ({
  id: `upload.word.${id}`,
  statement: `1.2 allow_overwrite: "${value}" means ${overwrites ? 'yes' : 'no'}`,
  writes: true,
  before: [firstUpload],
  request: validUpload({ allow_overwrite: value }),
  expect: overwrites ? uploadAccepted : duplicateError,
});

const jsonOverwriteCase = (id: string, value: boolean | null, overwrites: boolean): ContractCase => ({
  id: `upload.json.${id}`,
  statement: `1.2 allow_overwrite: JSON ${String(value)} acts as ${overwrites ? 'yes' : 'no'}`,
  writes: true,
  before: [firstUpload],
  request: uploadRequest(json({ package_url: '{package}', version: '{version}', allow_overwrite: value })),
  expect: overwrites ? uploadAccepted : duplicateError,
});

/** Uploads of a version that exists (platform-api.md 1.2, 1.9). */
export const casesOverwrites: readonly ContractCase[] = [
  {
    id: 'upload.identicalBytes',
    statement: '1.9 row "new version, bytes identical to another version"',
    writes: true,
    before: [{ ...validUpload({ version: '{otherVersion}' }), status: 200 }],
    request: validUpload(),
    expect: uploadAnswer({ sha256_signature: { is: 'asBefore', path: ['sha256_signature'] } }),
  },
  {
    id: 'upload.duplicate',
    statement: '1.9 row "same version, same bytes, same package_name": refused',
    writes: true,
    before: [firstUpload],
    request: validUpload({ allow_overwrite: 'false' }),
    expect: duplicateError,
  },
  {
    id: 'upload.duplicateLeftOut',
    statement: '1.9 column "allow_overwrite false/absent/null": absent',
    writes: true,
    before: [firstUpload],
    request: validUpload(),
    expect: duplicateError,
  },
  {
    id: 'upload.duplicatePage',
    statement: '1.10 row "package already exists, no overwrite": 500 HTML',
    writes: true,
    switches: { duplicateAs: '500html' },
    before: [firstUpload],
    request: validUpload(),
    expect: serverError,
  },
  {
    id: 'upload.duplicateCoded',
    statement: '1.9 an older or patched platform may send the 400',
    writes: true,
    switches: { duplicateAs: '400json' },
    before: [firstUpload],
    request: validUpload(),
    expect: codedError('PACKAGE_ALREADY_EXISTS', 4312009, '源码包已存在'),
  },
  {
    id: 'upload.duplicateOtherBytes',
    statement: '1.9 row "same version, different bytes or name": refused',
    writes: true,
    before: [firstUpload],
    request: validUpload({ package_url: '{packages}/demo-app-1.1.0.tar.gz' }),
    expect: duplicateError,
  },
  {
    id: 'upload.overwrite',
    statement: '1.9 row "same version, same bytes", overwrite: same id, created kept',
    ages: ['current', '1.6'],
    writes: true,
    before: [firstUpload],
    request: validUpload({ allow_overwrite: 'true' }),
    expect: uploadAnswer({ id: { is: 'asBefore', path: ['id'] }, created: { is: 'asBefore', path: ['created'] } }),
  },
  {
    id: 'upload.overwriteOtherBytes',
    statement: '1.9 row "different bytes or name", overwrite: sha and name replaced',
    writes: true,
    before: [firstUpload],
    request: validUpload({ package_url: '{packages}/demo-app-2.0.0.zip', allow_overwrite: 'true' }),
    expect: uploadAnswer({
      created: { is: 'asBefore', path: ['created'] },
      sha256_signature: { is: 'notAsBefore', path: ['sha256_signature'] },
      package_name: 'demo-app-2:{version}',
    }),
  },
  {
    id: 'upload.overwriteOperator',
    statement: '1.5 operator: the last uploader, who need not be the first',
    ages: ['current', '1.6'],
    writes: true,
    before: [{ ...validUpload(), caller: 'developer', status: 200 }],
    request: validUpload({ allow_overwrite: 'true' }),
    expect: uploadAnswer({ operator: '{user}' }),
  },
  {
    id: 'upload.deletedVersion',
    statement: '1.9 row "its row is marked is_deleted": 500',
    writes: true,
    request: uploadRequest(multipart({ package_url: '{package}', version: '{deletedVersion}' })),
    expect: serverError,
  },
  {
    id: 'upload.deletedVersionOverwrite',
    statement: '1.9 row "its row is marked is_deleted", overwrite: 500 as well',
    writes: true,
    request: uploadRequest(
      multipart({ package_url: '{package}', version: '{deletedVersion}', allow_overwrite: 'true' }),
    ),
    expect: serverError,
  },
  {
    id: 'upload.otherCase',
    statement: '1.9 row "version that differs only in case or accent": refused',
    writes: true,
    before: [{ ...validUpload({ version: '{version}-Case' }), status: 200 }],
    request: validUpload({ version: '{version}-case' }),
    expect: duplicateError,
  },
  ...['{version}-case', '{version}-C\u00e0se'].map((version, index): ContractCase => ({
    id: `upload.overwriteOtherCase${index + 1}`,
    statement: '1.9 row "version that differs only in case or accent", overwrite: the stored row, its spelling kept',
    ages: ['current', '1.6'],
    writes: true,
    before: [{ ...validUpload({ version: '{version}-Case' }), status: 200 }],
    request: validUpload({ version, allow_overwrite: 'true' }),
    expect: { status: 200, body: object({ version: '{version}-Case', id: { is: 'asBefore', path: ['id'] } }) },
  })),
  {
    id: 'upload.otherCaseBinary',
    statement: '6.3 versions are compared without case, unless the database has another collation',
    writes: true,
    switches: { collation: 'binary' },
    before: [{ ...validUpload({ version: '{version}-Case' }), status: 200 }],
    request: validUpload({ version: '{version}-case' }),
    expect: { status: 200, body: object({ version: '{version}-case' }) },
  },
  {
    id: 'upload.keyCut',
    statement: '6.3 a BK-Repo store: two versions are one object behind "#"',
    writes: true,
    switches: { store: 'bkrepo' },
    before: [{ ...validUpload({ version: '{version}#1' }), status: 200 }],
    request: validUpload({ version: '{version}#3' }),
    expect: duplicateError,
  },
  {
    id: 'upload.keyWhole',
    statement: '6.3 an S3 store keeps every character of a version',
    writes: true,
    switches: { store: 's3' },
    before: [{ ...validUpload({ version: '{version}#1' }), status: 200 }],
    request: validUpload({ version: '{version}#3' }),
    expect: { status: 200, body: object({ version: '{version}#3' }) },
  },
  {
    id: 'upload.simultaneous',
    statement: '1.9 row "two simultaneous uploads of one new version"',
    writes: true,
    switches: { simultaneousUploads: 'bothAccepted' },
    alongside: uploadRequest(multipart(slowUploadFields)),
    request: uploadRequest(multipart(slowUploadFields)),
    expect: uploadAccepted,
  },
  {
    id: 'upload.simultaneousRefused',
    statement: '1.9 row "two simultaneous uploads of one new version": or one is refused',
    writes: true,
    switches: { simultaneousUploads: 'secondRefused' },
    alongside: uploadRequest(multipart({ ...slowUploadFields, package_url: '{package}' })),
    request: uploadRequest(multipart(slowUploadFields)),
    expect: duplicateError,
  },
  overwriteCase('t', 't', true),
  overwriteCase('yes', 'YES', true),
  overwriteCase('on', 'On', true),
  overwriteCase('one', '1', true),
  overwriteCase('true', 'true', true),
  overwriteCase('f', 'f', false),
  overwriteCase('no', 'No', false),
  overwriteCase('off', 'OFF', false),
  overwriteCase('zero', '0', false),
  overwriteCase('empty', '', false),
  overwriteCase('null', 'null', false),
  overwriteCase('nullAnyCase', 'nUll', false),
  jsonOverwriteCase('overwriteTrue', true, true),
  jsonOverwriteCase('overwriteNull', null, false),
];
