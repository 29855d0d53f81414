import { createHash } from 'node:crypto';
import { BackendRefusal, okAnswer, serverError } from '../backend/backendAnswer.ts';
import { backendErrors } from '../backend/backendErrors.ts';
import { packageName } from '../upload/packageName.ts';
import { parseUploadBody } from '../upload/parseUploadBody.ts';
import { readPackageContents } from '../upload/readDescription.ts';
import { readUploadFields } from '../upload/readUploadFields.ts';
import { findPackage, storePackage } from '../upload/storePackage.ts';
import { describePackage } from './describePackage.ts';
import type { BackendCall, ModuleRoute } from '../route.ts';
import type { Module } from '../state.ts';

/** Upload of a source package by its link (platform-api.md 1). */
export const uploadByLink: ModuleRoute = {
  operationId: 'upload_source_package_via_link',
  method: 'POST',
  path: '/bkapps/applications/{app}/modules/{module}/source_package/link/',
  scope: 'module',
  permission: 'basic_develop',
  moduleLookup: 'safe',
  async answer(call, _application, module) {
    requirePackageModule(module, call);
    const body = await parseUploadBody(call);
    const { packageUrl, version, allowOverwrite } = readUploadFields(body, call);
    // Before the download, the platform searches the file name for the version. Without a version, this search fails
    // (platform-api.md 1.6).
    if (version === undefined) throw new BackendRefusal(serverError());
    // S3 accepts no newline in a key. How BK-Repo handles a newline is not known (platform-api.md 6.3).
    if (call.switches.store === 's3' && version.includes('\n')) throw new BackendRefusal(serverError());
    const before = findPackage(module, version, call);
    const bytes = await download(packageUrl, call);
    const existing = call.switches.simultaneousUploads === 'bothAccepted' ? before : findPackage(module, version, call);
    const stored = storePackage(
      module,
      existing,
      {
        contents: readPackageContents(bytes, call),
        version,
        packageName: packageName(packageUrl, version),
        size: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        allowOverwrite,
      },
      call,
    );
    const answer = okAnswer(describePackage(stored, call.switches));
    return call.switches.wrong === 'uploadAnswers201' ? { ...answer, status: 201 } : answer;
  },
};

/**
 * Throws a refusal unless the module's origin is 2, 3 or 7. The platform has no specification for origin 5, so this
 * origin causes a server error (platform-api.md 1.8).
 */
function requirePackageModule(module: Module, call: BackendCall): void {
  switch (module.sourceOrigin) {
    case 2:
    case 3:
    case 7:
      return;
    case 5:
      throw new BackendRefusal(serverError());
    default:
      throw new BackendRefusal(backendErrors.unsupportedOrigin(call.language));
  }
}

async function download(packageUrl: string, call: BackendCall): Promise<Buffer> {
  try {
    return await call.download(new URL(packageUrl));
  } catch {
    // The response does not say why the download failed (platform-api.md 1.10).
    throw new BackendRefusal(serverError());
  }
}
