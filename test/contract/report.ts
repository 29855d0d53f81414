import { cases } from './cases.ts';
import type { Result } from './playCase.ts';

const ID_WIDTH = Math.max(...cases.map((each) => each.id.length));

/** Formats one line for a case: verdict, id, and the statement of docs/platform-api.md. */
export function formatResultLine(result: Result): string {
  const { id, statement: standsFor } = result.played;
  const line = `${result.verdict.padEnd(9)}  ${id.padEnd(ID_WIDTH)}  ${standsFor}`;
  return result.verdict === 'skipped' ? `${line} (skipped, needs ${result.needs})` : line;
}

/**
 * Formats the table of differences, with one row for each difference; empty if nothing differs. `hide` removes secrets.
 */
export function formatDifferences(results: readonly Result[], hide: (text: string) => string): string[] {
  const rows = results.flatMap((result) =>
    result.verdict === 'different'
      ? result.differences.map(({ where, expected, got }) => [
          result.played.id,
          `${result.played.statement}: ${where}`,
          hide(expected),
          hide(got),
        ])
      : [],
  );
  if (rows.length === 0) return [];
  const table = [['id', 'what', 'expected', 'got'], ...rows];
  // The last column is not padded. Each other column is as wide as its longest text.
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => (row[column] ?? '').length)));
  return table.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
}

/** Formats the last line of the output: `N cases, N different, N skipped`. */
export function formatCounts(results: readonly Result[]): string {
  const count = (verdict: Result['verdict']): number => results.filter((each) => each.verdict === verdict).length;
  return `${results.length} cases, ${count('different')} different, ${count('skipped')} skipped`;
}
