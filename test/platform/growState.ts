import { moduleOf } from './state.ts';
import { uuidFrom } from './uuidFrom.ts';
import type { PlatformState } from './state.ts';

// Only every tenth application has a package module, so that a test has to search the list for such an application.
const PACKAGE_APP_INTERVAL = 10;

/**
 * Adds `count` applications with the codes `bulk-00001`, `bulk-00002` and so on. The user is administrator in all of
 * these applications. Every tenth application has a package module.
 */
export function addManyApplications(state: PlatformState, count: number, user = 'admin'): void {
  const created = new Date('2026-02-01T00:00:00Z');
  for (let number = 1; number <= count; number += 1) {
    const digits = String(number).padStart(5, '0');
    const code = `bulk-${digits}`;
    state.applications.set(code, {
      id: uuidFrom(code),
      code,
      name: `批量应用 ${digits}`,
      nameEn: `Bulk App ${digits}`,
      type: number % 2 === 0 ? 'cloud_native' : 'default',
      isSmartApp: false,
      isPluginApp: false,
      isAiAgentApp: false,
      isActive: true,
      isDeleted: false,
      language: 'Python',
      tenantId: 'default',
      owner: user,
      roles: new Map([[user, 'administrator']]),
      markedBy: new Set(),
      created,
      updated: created,
      lastDeployed: null,
      modules: [
        {
          id: uuidFrom(`${code}/default`),
          name: 'default',
          isDefault: true,
          sourceOrigin: number % PACKAGE_APP_INTERVAL === 0 ? 2 : 1,
          language: 'Python',
          created,
          updated: created,
          packages: [],
          deployments: [],
          offlines: [],
          protectedEnvironments: [],
        },
      ],
    });
  }
}

/**
 * Adds `count` versions `5.0.1`, `5.0.2` and so on to a module. Each version is created one hour after the previous
 * version. Throws if the module does not exist.
 */
export function addManyVersions(state: PlatformState, appCode: string, moduleName: string, count: number): void {
  const { packages } = moduleOf(state, appCode, moduleName);
  for (let number = 1; number <= count; number += 1) {
    const version = `5.0.${number}`;
    const created = new Date(Date.UTC(2026, 1, 1, number));
    packages.push({
      id: state.nextPackageId++,
      order: state.nextOrder++,
      version,
      packageName: `${appCode}:${version}`,
      size: 1_000_000 + number,
      sha256: number.toString(16).padStart(64, '0'),
      created,
      updated: created,
      operator: 'admin',
      isDeleted: false,
      kind: 'package',
      contents: { descriptionPath: 'app_desc.yaml', hasProcfile: true },
    });
  }
}
