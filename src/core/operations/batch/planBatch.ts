import { isSameVersion, type AppCode, type Environment, type ModuleName } from '../../platform/names.ts';
import type { ModuleTarget } from '../../platform/paths.ts';
import { requirePlatformError, type PlatformError } from '../../platform/platformError.ts';
import type { PackageVersion } from '../../platform/sourcePackages.ts';
import { runAtMost } from './runAtMost.ts';

/** What is known about a version in one module before anything is sent. */
export type ModulePlan = ModuleTarget &
  (
    | { kind: 'new' }
    /**
     * The version exists. `running` are the environments in which it runs. `unreadable` are the environments that could
     * not be read.
     */
    | { kind: 'exists'; existing: PackageVersion; running: readonly Environment[]; unreadable: readonly Environment[] }
    /** The platform has cleaned up the version's package, so the version can never be uploaded again. */
    | { kind: 'cleanedUp'; existing: PackageVersion }
    /** The versions could not be read. */
    | { kind: 'unreadable'; error: PlatformError }
  );

/** The functions with which a plan reads from the platform. They reject with `PlatformError`. */
export interface PlanReads {
  latestVersions: (appCode: AppCode, module: ModuleName) => Promise<readonly PackageVersion[]>;
  latestEnvironmentsRunning: (
    target: ModuleTarget,
    version: string,
  ) => Promise<{ running: readonly Environment[]; unreadable: readonly Environment[] }>;
}

/** How many modules are read at a time. */
const maxConcurrentReads = 3;

/**
 * Finds out in which modules a version exists and where it runs. Returns the plans in the order of `targets`. Once
 * `signal` is aborted, reads no further module and throws the signal's reason.
 */
export async function planBatch(
  reads: PlanReads,
  targets: readonly ModuleTarget[],
  version: string,
  signal?: AbortSignal,
): Promise<ModulePlan[]> {
  const plans: ModulePlan[] = [];
  const left = [...targets.entries()];
  await runAtMost(
    maxConcurrentReads,
    () => (signal?.aborted ? undefined : left.shift()),
    async ([index, target]) => {
      plans[index] = await planModule(reads, target, version);
    },
  );
  signal?.throwIfAborted();
  return plans;
}

async function planModule(reads: PlanReads, target: ModuleTarget, version: string): Promise<ModulePlan> {
  const { appCode, module } = target;
  try {
    const versions = await reads.latestVersions(appCode, module);
    const existing = versions.find((candidate) => isSameVersion(candidate.version, version));
    if (!existing) return { appCode, module, kind: 'new' };
    if (existing.cleanedUp) return { appCode, module, kind: 'cleanedUp', existing };
    const runs = await reads.latestEnvironmentsRunning({ appCode, module }, existing.version);
    return { appCode, module, kind: 'exists', existing, ...runs };
  } catch (error) {
    return { appCode, module, kind: 'unreadable', error: requirePlatformError(error) };
  }
}

/** Returns the modules without duplicates. The platform ignores the case of names (platform-api.md 6.1, 6.2). */
export function distinctModules(targets: readonly ModuleTarget[]): ModuleTarget[] {
  const keyOf = ({ appCode, module }: ModuleTarget): string => `${appCode}/${module}`.toLowerCase();
  const first = new Map<string, ModuleTarget>();
  for (const { appCode, module } of targets) {
    const key = keyOf({ appCode, module });
    if (!first.has(key)) first.set(key, { appCode, module });
  }
  return [...first.values()];
}
