/** One line of the printed table. */
export interface Figure {
  what: string;
  measured: string;
  bar?: Limit;
}

/** The limit of a figure. */
export interface Limit {
  text: string;
  /** Whether the figure is within the limit. */
  kept: boolean;
  /**
   * `exact`: the figure is a size or a count, which is the same on every machine, so the run fails if the figure is
   * over the limit. `noted`: the figure depends on the load of the machine, so a figure over the limit is only noted in
   * the table.
   */
  kind: 'exact' | 'noted';
}

/** Prints one line for each figure. Returns false if a figure is over a limit of the kind `exact`. */
export function printFigures(title: string, figures: readonly Figure[]): boolean {
  const width = (column: (figure: Figure) => string): number =>
    Math.max(...figures.map((figure) => column(figure).length));
  const whats = width((figure) => figure.what);
  const measures = width((figure) => figure.measured);
  console.log(`\n${title}`);
  for (const { what, measured, bar } of figures) {
    const judged = bar ? `  ${bar.text.padEnd(16)} ${verdict(bar)}` : '';
    console.log(`  ${what.padEnd(whats)}  ${measured.padStart(measures)}${judged}`);
  }
  return figures.every(({ bar }) => bar === undefined || bar.kept || bar.kind === 'noted');
}

function verdict({ kept, kind }: Limit): string {
  if (kept) return 'kept';
  return kind === 'exact' ? 'BROKEN' : 'NOT REACHED (noted)';
}

export function upperLimit(limit: number, unit: string, measured: number, kind: Limit['kind']): Limit {
  return { text: `<= ${limit}${unit}`, kept: measured <= limit, kind };
}

/** Returns the median of the values. Throws if there are no values. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  if (upper === undefined || lower === undefined) throw new Error('no values to take a median of');
  return (lower + upper) / 2;
}

/** Formats milliseconds as their median and their range, such as `61.0 ms (55.1 … 80.2)`. */
export function formatSpread(values: readonly number[], digits = 1): string {
  const [least, most] = [Math.min(...values), Math.max(...values)].map((value) => value.toFixed(digits));
  return `${median(values).toFixed(digits)} ms (${least ?? ''} … ${most ?? ''})`;
}
