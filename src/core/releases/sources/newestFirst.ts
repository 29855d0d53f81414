import { compareVersions, validate } from 'compare-versions';
import type { Release } from './releaseSource.ts';

/** Orders releases by date; where that says nothing, by version. What has no date, or no version that can be compared, comes behind. */
export function newestFirst(one: Release, other: Release): number {
  const byDate = (other.publishedAt ?? 0) - (one.publishedAt ?? 0);
  if (byDate !== 0) return byDate;
  const [first, second] = [one.files[0]?.version ?? '', other.files[0]?.version ?? ''];
  if (validate(first) !== validate(second)) return validate(first) ? -1 : 1;
  if (validate(first)) return compareVersions(second, first);
  return first === second ? 0 : second < first ? -1 : 1;
}
