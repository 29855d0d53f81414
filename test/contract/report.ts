import { cases } from './cases.ts';
import type { Result } from './playCase.ts';

const WIDEST_ID = Math.max(...cases.map((each) => each.id.length));

/** One line for a case: how it went, its id, and the line of docs/platform-api.md. `hide` takes secrets out. */
export function reportLine(result: Result): string {
  const { id, standsFor } = result.played;
  const line = `${result.verdict.padEnd(9)}  ${id.padEnd(WIDEST_ID)}  ${standsFor}`;
  return result.verdict === 'skipped' ? `${line} (skipped, needs ${result.needs})` : line;
}

/** The table of differences, one row for each place that differs; empty when nothing does. */
export function reportDifferences(results: readonly Result[], hide: (text: string) => string): string[] {
  const rows = results.flatMap((result) =>
    result.verdict === 'different'
      ? result.differences.map(({ where, expected, got }) => [
          result.played.id,
          `${result.played.standsFor}: ${where}`,
          hide(expected),
          hide(got),
        ])
      : [],
  );
  if (rows.length === 0) return [];
  const table = [['id', 'what', 'expected', 'got'], ...rows];
  // The last column is free; the others are as wide as what stands in them.
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => (row[column] ?? '').length)));
  return table.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
}

/** `N cases, N different, N skipped`: the closing line. */
export function reportCount(results: readonly Result[]): string {
  const count = (verdict: Result['verdict']): number => results.filter((each) => each.verdict === verdict).length;
  return `${results.length} cases, ${count('different')} different, ${count('skipped')} skipped`;
}
