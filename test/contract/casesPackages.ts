import {
  codedError,
  json,
  UPLOAD_PATH,
  nonFieldError,
  multipart,
  object,
  serverError,
  uploadAccepted,
  uploadRequest,
} from './shapes.ts';
import type { ContractCase, ContractRequest, Expectation } from './contractCase.ts';

const urlUploadRequest = (packageUrl: string): ContractRequest =>
  uploadRequest(multipart({ package_url: packageUrl, version: '{version}' }));
const moduleUploadRequest = (app: string, module: string): ContractRequest => ({
  ...urlUploadRequest('{package}'),
  path: UPLOAD_PATH.replace('{app}', app).replace('{module}', module),
});
const uploadCase = (id: string, standsFor: string, request: ContractRequest, expect: Expectation): ContractCase => ({
  id,
  statement: standsFor,
  writes: true,
  request,
  expect,
});
const sampleCase = (id: string, standsFor: string, path: string, expect: Expectation): ContractCase =>
  uploadCase(id, standsFor, urlUploadRequest(`{packages}${path}`), expect);
const requestInEnglish = (each: ContractCase): ContractRequest => ({ ...each.request, language: 'en' });
const packageNameAnswer = (packageName: string, version = '{version}'): Expectation => ({
  status: 200,
  body: object({ version, package_name: packageName }),
});
const unsupportedOriginError = codedError('UNSUPPORTED_SOURCE_ORIGIN', 4312008, '未支持的源码来源');

const badArchive = sampleCase(
  'package.noArchive',
  '1.10 row "file is not a tar or zip"',
  '/not-an-archive.tar.gz',
  nonFieldError('源码包文件格式错误，文件可能已经损坏'),
);
const badSymlink = sampleCase(
  'package.symlink',
  '1.10 row "archive has an illegal symlink at app_desc"',
  '/symlink.tar.gz',
  nonFieldError('源码包文件格式错误，使用了不合法的符号链接'),
);

/**
 * Which packages the platform stores, which name a package gets, and which modules accept packages (platform-api.md
 * 1.3, 1.7, 1.8, 1.10).
 */
export const casesPackages: readonly ContractCase[] = [
  uploadCase(
    'package.name',
    '1.7 what is before the first dot of the last path segment, and the version',
    urlUploadRequest('{package}'),
    packageNameAnswer('{packageStem}:{version}'),
  ),
  sampleCase(
    'package.nameQuery',
    '1.7 row "app.tar.gz?sig=x"',
    '/slow/0/app.tar.gz?sig=x',
    packageNameAnswer('app:{version}'),
  ),
  sampleCase('package.nameSlash', '1.7 row "…/v1.0.0/"', '/slow/0/v1.0.0/', packageNameAnswer('v1:{version}')),
  uploadCase(
    'package.nameHasVersion',
    '1.7 row "v1.tgz"',
    urlUploadRequest('{packages}/slow/0/{version}.tgz'),
    packageNameAnswer('{version}'),
  ),
  uploadCase(
    'package.nameFirstDot',
    '1.7 row "my-app-1.2.3.tar.gz"',
    uploadRequest(json({ package_url: '{packages}/slow/0/my-app-{version}.2.3.tar.gz', version: '{version}.2.3' })),
    packageNameAnswer('my-app-{version}:{version}.2.3', '{version}.2.3'),
  ),
  sampleCase(
    'package.nameEncoded',
    '1.7 no percent-decoding',
    '/slow/0/%E6%BC%94.tgz',
    packageNameAnswer('%E6%BC%94:{version}'),
  ),
  sampleCase(
    'package.nameParameters',
    '1.7 parameters are left out',
    '/slow/0/app;type=a.tgz',
    packageNameAnswer('app:{version}'),
  ),
  sampleCase(
    'package.nameFragment',
    '1.7 the fragment is left out',
    '/slow/0/app.tgz#part',
    packageNameAnswer('app:{version}'),
  ),
  sampleCase('package.zip', '1.3 zip is accepted as well as tar/tar.gz', '/demo-app-2.0.0.zip', uploadAccepted),
  sampleCase('package.tar', '1.3 plain tar', '/demo-app-1.0.0.tar', uploadAccepted),
  sampleCase('package.truncated', '1.10 a truncated gzip is NOT rejected', '/truncated.tar.gz', uploadAccepted),
  sampleCase(
    'package.noDescription',
    '1.3 a package without app_desc.yaml uploads fine',
    '/no-description.tar.gz',
    uploadAccepted,
  ),
  sampleCase('package.large', '1.3 no size limit is enforced', '/size/3000000/big.tar', uploadAccepted),
  sampleCase('package.redirect', '1.3 redirects are followed', '/redirect/demo-app-1.1.0.tar.gz', uploadAccepted),
  uploadCase(
    'package.redirectAway',
    '1.3 redirects are followed, to a host that is not listed too',
    urlUploadRequest('{redirectedAway}'),
    uploadAccepted,
  ),
  sampleCase('package.chinese', '1.3 a description in a folder with a Chinese name', '/chinese.tar.gz', uploadAccepted),
  sampleCase(
    'package.innerSymlink',
    '1.10 row "archive has an illegal symlink at app_desc": within the archive',
    '/inner-symlink.tar.gz',
    serverError,
  ),
  sampleCase(
    'package.noArchiveInside',
    '1.10 row "file is not a tar or zip": a gzip of something else',
    '/not-an-archive-inside.tar.gz',
    badArchive.expect,
  ),
  badArchive,
  {
    ...badArchive,
    id: 'package.noArchiveEnglish',
    request: requestInEnglish(badArchive),
    expect: nonFieldError('source package file format error, file may be damaged'),
  },
  sampleCase(
    'package.loginPage',
    '1.3 what is stored is not checked to be a package',
    '/login-page/x.tar.gz',
    uploadAccepted,
  ),
  {
    ...sampleCase(
      'package.loginPageRefused',
      '1.10 row "file is not a tar or zip": a tar that lists nothing else',
      '/login-page/x.tar.gz',
      badArchive.expect,
    ),
    switches: { nonArchiveAs: 'refused' },
  },
  sampleCase(
    'package.emptyTar',
    '1.10 row "512 bytes or more": an empty tar.gz is stored',
    '/empty.tar.gz',
    uploadAccepted,
  ),
  sampleCase('package.truncatedZip', '1.10 row "a truncated zip"', '/truncated.zip', badArchive.expect),
  sampleCase('package.notAMapping', '1.10 row "app_desc.yaml not a mapping"', '/not-a-mapping.tar.gz', serverError),
  sampleCase('package.emptyDescription', '1.10 row "app_desc.yaml empty"', '/empty-description.tar.gz', serverError),
  badSymlink,
  {
    ...badSymlink,
    id: 'package.symlinkEnglish',
    request: requestInEnglish(badSymlink),
    expect: nonFieldError('The source package file format is incorrect and an illegal symbolic link is used'),
  },
  sampleCase(
    'package.escaping',
    '1.10 row "app_desc.yaml path escapes"',
    '/escaping.tar.gz',
    nonFieldError('应用描述文件的所在目录不合法'),
  ),
  sampleCase(
    'package.badYaml',
    '1.10 row "app_desc.yaml not YAML"',
    '/bad-yaml.tar.gz',
    nonFieldError('应用描述文件内容不是有效 YAML 格式'),
  ),
  sampleCase('download.missing', '1.10 row "download failed": 404', '/status/404/x.tar.gz', serverError),
  sampleCase('download.forbidden', '1.10 row "download failed": 403', '/status/403/x.tar.gz', serverError),
  sampleCase('download.broken', '1.10 row "download failed": 500', '/status/500/x.tar.gz', serverError),
  {
    ...sampleCase('download.cut', '1.3 a download that is cut is stored with what arrived', '/drop/x.tar.gz', {
      status: 200,
      body: object({
        package_size: { is: 'notAsBefore', path: ['package_size'] },
        sha256_signature: { is: 'notAsBefore', path: ['sha256_signature'] },
      }),
    }),
    before: [
      {
        ...uploadRequest(multipart({ package_url: '{packages}/slow/0/x.tar.gz', version: '{otherVersion}' })),
        status: 200,
      },
    ],
  },
  sampleCase('download.hungUp', '1.10 row "download failed": cut before the headers', '/hang-up/x.tar.gz', serverError),
  sampleCase('download.noContent', '1.10 row "download answered 204"', '/status/204/x.tar.gz', badArchive.expect),
  {
    ...uploadCase(
      'download.noHost',
      '1.10 row "download failed": refused',
      urlUploadRequest('http://127.0.0.1:1/x.tar.gz'),
      serverError,
    ),
    switches: { allowedHosts: ['127.0.0.1:1'] },
  },
  {
    ...uploadCase(
      'store.fails',
      '1.10 row "object store refused": 500 HTML',
      urlUploadRequest('{packages}/demo-app-1.0.0.tar'),
      serverError,
    ),
    switches: { objectStore: 'fails' },
  },
  {
    ...uploadCase(
      'store.failsCoded',
      '1.10 row "object store refused": intended 400',
      urlUploadRequest('{packages}/demo-app-1.0.0.tar'),
      codedError('OBJECT_STORE_EXCEPTION', 4312011, '对象存储服务异常: 请联系管理员'),
    ),
    switches: { objectStore: 'fails', duplicateAs: '400json' },
  },
  uploadCase('origin.sMart', '1.8 row origin 3', moduleUploadRequest('{sMartApp}', 'default'), uploadAccepted),
  uploadCase(
    'origin.other',
    '1.8 rows origin 2, 3 and 7',
    moduleUploadRequest('{app}', '{otherModule}'),
    uploadAccepted,
  ),
  uploadCase(
    'origin.plugin',
    '1.8 row origin 2: a plugin application',
    moduleUploadRequest('{pluginApp}', 'default'),
    uploadAccepted,
  ),
  uploadCase(
    'origin.git',
    '1.8 row origin 1, 8 point 15',
    moduleUploadRequest('{app}', '{gitModule}'),
    unsupportedOriginError,
  ),
  uploadCase(
    'origin.image',
    '1.8 rows origin 4 and 6, 8 point 15',
    moduleUploadRequest('{app}', '{imageModule}'),
    unsupportedOriginError,
  ),
  uploadCase(
    'origin.oldImage',
    '1.8 row origin 4',
    moduleUploadRequest('{oldImageApp}', 'default'),
    unsupportedOriginError,
  ),
  uploadCase(
    'origin.null',
    '1.8 origin null',
    moduleUploadRequest('{nullOriginApp}', 'default'),
    unsupportedOriginError,
  ),
  uploadCase(
    'origin.fresh',
    '8 point 27: the owner of a new application may upload',
    moduleUploadRequest('{freshApp}', 'default'),
    uploadAccepted,
  ),
  uploadCase('origin.scene', '1.8 row origin 5: 500', moduleUploadRequest('{sceneApp}', 'default'), serverError),
];
