/** A number from 0 to 15 is one of the theme's colours. A string is a CSS colour. */
export type Colour = number | string;

export interface Style {
  readonly foreground?: Colour | undefined;
  readonly background?: Colour | undefined;
  readonly bold?: boolean;
  readonly dim?: boolean;
  readonly italic?: boolean;
  readonly underline?: boolean;
  readonly strike?: boolean;
  readonly inverse?: boolean;
}

export const plainStyle: Style = {};

/**
 * Style changes, keyed by SGR code. Codes for blinking and for concealed text are omitted, so that such text stays
 * readable in the log.
 */
const stylesByCode: Readonly<Record<number, Style>> = {
  1: { bold: true },
  2: { dim: true },
  3: { italic: true },
  4: { underline: true },
  7: { inverse: true },
  9: { strike: true },
  21: { underline: true },
  22: { bold: false, dim: false },
  23: { italic: false },
  24: { underline: false },
  27: { inverse: false },
  29: { strike: false },
  39: { foreground: undefined },
  49: { background: undefined },
};

/** Returns the style after the sequence `ESC [ parameters m`. Unknown codes change nothing. */
export function applySgr(before: Style, parameters: string): Style {
  const parts = parameters.split(';');
  let style = before;
  for (let index = 0; index < parts.length; index += 1) {
    const sub = (parts[index] ?? '').split(':');
    const code = Number(sub[0]);
    if (code !== 38 && code !== 48) {
      style = applyCode(style, sub[1] === '0' && code === 4 ? 24 : code);
      continue;
    }
    // In `38;5;n` and `38;2;r;g;b`, the following parameters contain the colour. In `38:5:n` and `38:2::r:g:b`, the
    // same parameter contains the colour.
    const containsColour = sub.length > 1;
    const given = containsColour ? sub.slice(1) : parts.slice(index + 1, index + (parts[index + 1] === '2' ? 5 : 3));
    if (!containsColour) index += given.length;
    const colour = extendedColour(given);
    if (colour !== undefined) style = { ...style, [code === 38 ? 'foreground' : 'background']: colour };
  }
  return style;
}

function applyCode(style: Style, code: number): Style {
  if (code === 0) return plainStyle;
  const tens = Math.floor(code / 10);
  const unit = code % 10;
  if (unit < 8) {
    if (tens === 3) return { ...style, foreground: unit };
    if (tens === 4) return { ...style, background: unit };
    if (tens === 9) return { ...style, foreground: unit + 8 };
    if (tens === 10) return { ...style, background: unit + 8 };
  }
  const change = stylesByCode[code];
  return change ? { ...style, ...change } : style;
}

function extendedColour(given: readonly string[]): Colour | undefined {
  if (given[0] === '2' && given.length >= 4) return cssColour(given.slice(-3).map(Number));
  const index = Number(given[1]);
  if (given[0] !== '5' || !(index >= 0 && index <= 255)) return undefined;
  if (index < 16) return index;
  if (index >= 232) return cssColour(Array<number>(3).fill(8 + (index - 232) * 10));
  const cube = index - 16;
  return cssColour([Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map((step) => step && 55 + step * 40));
}

function cssColour(levels: readonly number[]): string | undefined {
  return levels.every((level) => level >= 0 && level <= 255) ? `rgb(${levels.join(',')})` : undefined;
}
