/** A section of a deployment's log, from its heading to the line before the next heading. Lines are counted from 0. */
export interface LogSection {
  first: number;
  last: number;
}

/** The platform's builder starts each step with such a heading: `-----> Install dependencies`. */
const headingPattern = /^\s*[-=]{3,}>\s*\S/;

/**
 * Returns the sections of a log without ANSI codes. The lines before the first heading are a section too. Sections of
 * one line are left out. A log without headings has no sections.
 */
export function logSections(lines: readonly string[]): LogSection[] {
  const headings = lines.flatMap((line, index) => (headingPattern.test(line) ? [index] : []));
  if (headings.length === 0) return [];
  const starts = headings[0] === 0 ? headings : [0, ...headings];
  return starts
    .map((first, index) => ({ first, last: (starts[index + 1] ?? lines.length) - 1 }))
    .filter(({ first, last }) => last > first);
}
