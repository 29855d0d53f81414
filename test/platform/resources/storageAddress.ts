import type { Application, Module, SourcePackage } from '../state.ts';

/** Returns a package's address in the platform's own store, from which no client can download (platform-api.md 4.6). */
export function storageAddress(stored: SourcePackage, application: Application, module: Module): string {
  const key = `${stored.version}:${stored.sha256 ?? ''}:${stored.packageName}`;
  return `bkrepo://bkpaas3-platform-packages/default/${application.name}/${module.name}/${key}`;
}
