import type { ErrorCode } from '../../platform/errorCode.ts';
import { maxPackageNameLength, parseAppCode, parseModuleName, parseNewVersion } from '../../platform/names.ts';
import { PlatformError } from '../../platform/platformError.ts';
import type { UploadByLink } from '../../platform/sourcePackages.ts';
import { derivePackageName } from '../../releases/packageName.ts';
import { checkPackageUrl, maskPackageUrl } from '../../releases/packageUrl.ts';

/** The values of an upload as text, from a form, a keybinding or another extension. */
export type UploadTexts = Record<'appCode' | 'module' | 'packageUrl' | 'version', string> & { allowOverwrite: boolean };

/** Validates and trims an upload before anything is sent. Throws `PlatformError` for the first invalid value. */
export function parseUploadRequest(texts: UploadTexts): UploadByLink {
  const appCode = parseAppCode(texts.appCode);
  if (!appCode) throw invalidValueError('appCodeInvalid', texts.appCode);
  const module = parseModuleName(texts.module);
  if (!module) throw invalidValueError('moduleNameInvalid', texts.module);
  const link = checkPackageUrl(texts.packageUrl);
  if (!link.ok) throw invalidValueError('packageUrlInvalid', link.problem);
  const version = parseNewVersion(texts.version);
  if (!version.ok) throw invalidValueError(version.problem, texts.version.trim());
  if (packageNameTooLong(link.url, version.version))
    throw invalidValueError('packageNameTooLong', maskPackageUrl(link.url));
  return { appCode, module, packageUrl: link.url, version: version.version, allowOverwrite: texts.allowOverwrite };
}

/**
 * Returns whether the package name that the platform derives from link and version is too long for the platform's
 * database.
 */
export function packageNameTooLong(packageUrl: string, version: string): boolean {
  return Array.from(derivePackageName(packageUrl, version)).length > maxPackageNameLength;
}

function invalidValueError(code: ErrorCode, subject: string): PlatformError {
  return new PlatformError(code, { subject });
}
