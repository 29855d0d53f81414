import type { Application, Module, SourcePackage } from '../state.ts';

/** Where a package lies in the platform's own store; nobody outside can read it (platform-api.md 4.6). */
export function storageAddress(stored: SourcePackage, application: Application, module: Module): string {
  const key = `${stored.version}:${stored.sha256 ?? ''}:${stored.packageName}`;
  return `bkrepo://bkpaas3-platform-packages/default/${application.name}/${module.name}/${key}`;
}
