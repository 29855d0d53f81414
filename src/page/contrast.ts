/** Red, green and blue, from 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** The contrast that WCAG 2 demands of text, and VS Code's default for its terminal. */
const minimumContrast = 4.5;

/**
 * Returns the colour if it is readable on the background. Otherwise returns the nearest readable colour that is darker
 * or lighter. Uses the algorithm of VS Code's terminal (`terminal.integrated.minimumContrastRatio`): a colour that is
 * darker than the background becomes darker, and any other colour becomes lighter, in steps of 10%. If the contrast is
 * still too low, tries the other direction, and returns the result with the higher contrast.
 */
export function readableColour(foreground: Rgb, background: Rgb): Rgb {
  if (contrast(foreground, background) >= minimumContrast) return foreground;
  const [darker, lighter] = [darken(foreground, background), lighten(foreground, background)];
  const isDarker = luminance(foreground) < luminance(background);
  const [first, second] = isDarker ? [darker, lighter] : [lighter, darker];
  if (contrast(first, background) >= minimumContrast) return first;
  return contrast(first, background) >= contrast(second, background) ? first : second;
}

/** Returns the contrast ratio of two colours, from 1 to 21 (WCAG 2). */
export function contrast(one: Rgb, other: Rgb): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** Returns the visible colour when a colour with an opacity from 0 to 1 is drawn on a background. */
export function blend(colour: Rgb, opacity: number, background: Rgb): Rgb {
  return colour.map((level, index) => Math.round(level * opacity + (background[index] ?? 0) * (1 - opacity))) as [
    number,
    number,
    number,
  ];
}

/** Returns the relative luminance of a colour, from 0 to 1 (WCAG 2). */
function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((level) => {
    const share = level / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return red * 0.2126 + green * 0.7152 + blue * 0.0722;
}

function darken(colour: Rgb, background: Rgb): Rgb {
  return changeUntilReadable(colour, background, (level) => level - Math.ceil(level * 0.1));
}

function lighten(colour: Rgb, background: Rgb): Rgb {
  return changeUntilReadable(colour, background, (level) => level + Math.ceil((255 - level) * 0.1));
}

function changeUntilReadable(colour: Rgb, background: Rgb, change: (level: number) => number): Rgb {
  let now = colour;
  while (contrast(now, background) < minimumContrast) {
    const [red, green, blue] = now;
    const next: Rgb = [change(red), change(green), change(blue)];
    if (next.every((level, index) => level === now[index])) break;
    now = next;
  }
  return now;
}
