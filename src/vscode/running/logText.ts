import type { LogLine } from '../../core/operations/running/logLines.ts';
import { formatLogTime } from '../../core/platform/applicationLog.ts';
import { plainText } from '../../page/ansi.ts';

/** Returns the label that the page shows beside a line, such as `07-20 12:21:08 web 78jzf`. */
export function lineLabel({ time, process, instance }: LogLine): string {
  return `${formatLogTime(time).slice(5)} ${process} ${shortInstance(instance)}`.trimEnd();
}

/**
 * Returns the lines as text, each with its time, process and instance, and without ANSI codes. `gap` is a text that is
 * inserted where lines are missing.
 */
export function logText(lines: readonly LogLine[], gap: string): string {
  const texts = lines.flatMap((line) => {
    const text = `${formatLogTime(line.time)} ${line.process} ${shortInstance(line.instance)} ${plainText(line.text)}`;
    return line.gapBefore ? [gap, text] : [text];
  });
  return texts.join('\n');
}

/** Returns the last part of an instance's name, which the console shows too. */
function shortInstance(instance: string): string {
  return instance.split('-').at(-1) ?? instance;
}
