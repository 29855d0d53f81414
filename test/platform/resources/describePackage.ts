import { platformDate } from '../backend/dates.ts';
import type { SourcePackage } from '../state.ts';
import type { Switches } from '../switches.ts';

/** Returns a package as in the response to an upload (platform-api.md 1.5). The size is text. */
export function describePackage(stored: SourcePackage, switches: Switches): Readonly<Record<string, unknown>> {
  const common = {
    version: stored.version,
    package_name: stored.packageName,
    package_size: switches.wrong === 'sizeAsNumber' ? stored.size : String(stored.size),
    sha256_signature: stored.sha256,
  };
  const withOffset = switches.dateOffset && switches.wrong !== 'datesWithoutOffset';
  const dates = {
    updated: platformDate(stored.updated, withOffset),
    created: platformDate(stored.created, withOffset),
  };
  return switches.packageFields === 'old6'
    ? { ...common, ...dates }
    : { id: stored.id, ...common, is_deleted: stored.isDeleted, ...dates, operator: stored.operator };
}
