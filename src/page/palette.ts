import { blend, readableColour, type Rgb } from './contrast.ts';
import { byId } from './dom.ts';
import type { Colour, Style } from './sgr.ts';

const colourNames = ['Black', 'Red', 'Green', 'Yellow', 'Blue', 'Magenta', 'Cyan', 'White'];

/** The opacity of dim text. */
const dimOpacity = 0.7;

/** The terminal colours of the theme. Every text colour is adjusted to be readable on its background. */
export class Palette {
  readonly #probe = byId('probe');
  readonly #known = new Map<string, Rgb>();

  /** Calls `onChange` whenever the user chooses another theme. */
  constructor(onChange: () => void) {
    // VS Code writes the theme's variables into the style of the root element.
    new MutationObserver(() => {
      this.#known.clear();
      onChange();
    }).observe(document.documentElement, { attributeFilter: ['style'] });
  }

  /** Returns the CSS colours of text in this style. If a colour is undefined, the text has the colour of the log. */
  paint({ foreground, background, inverse, dim }: Style): { color?: string; background?: string } {
    if (foreground === undefined && background === undefined && !inverse && !dim) return {};
    const text = this.#rgb(foreground ?? 'var(--log-foreground)');
    const ground = this.#rgb(background ?? 'var(--log-background)');
    const [above, below] = inverse ? [ground, text] : [text, ground];
    const color = cssColour(readableColour(dim ? blend(above, dimOpacity, below) : above, below));
    return inverse || background !== undefined ? { color, background: cssColour(below) } : { color };
  }

  /** Returns the red, green and blue of a colour. The browser resolves variables, names and every notation of CSS. */
  #rgb(colour: Colour): Rgb {
    const name =
      typeof colour === 'string'
        ? colour
        : `var(--vscode-terminal-ansi${colour < 8 ? '' : 'Bright'}${colourNames[colour % 8] ?? ''})`;
    const known = this.#known.get(name);
    if (known) return known;
    this.#probe.style.color = name;
    const [red = 0, green = 0, blue = 0, opacity = 1] = (
      getComputedStyle(this.#probe).color.match(/[\d.]+/g) ?? []
    ).map(Number);
    const levels: Rgb = [red, green, blue];
    const opaque = opacity < 1 ? blend(levels, opacity, this.#rgb('var(--log-background)')) : levels;
    this.#known.set(name, opaque);
    return opaque;
  }
}

function cssColour(levels: Rgb): string {
  return `rgb(${levels.join(', ')})`;
}
