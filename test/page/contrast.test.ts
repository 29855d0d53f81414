import assert from 'node:assert/strict';
import test from 'node:test';
import { blend, contrast, readableColour, type Rgb } from '../../src/page/contrast.ts';

const [black, white, dark]: Rgb[] = [
  [0, 0, 0],
  [255, 255, 255],
  [31, 31, 31],
] as [Rgb, Rgb, Rgb];

test('the contrast is calculated as in WCAG', () => {
  assert.equal(contrast(black, white), 21);
  assert.equal(contrast(white, white), 1);
  assert.ok(Math.abs(contrast([118, 118, 118], white) - 4.54) < 0.01);
});

for (const [name, colour, background] of [
  ['red of the dark theme', [205, 49, 49], dark],
  ['yellow of the light theme', [148, 152, 0], white],
  ['the platform’s blue on white', [58, 132, 255], white],
  ['black on black', black, black],
  ['white on white', white, white],
  ['a grey on the same grey', [128, 128, 128], [128, 128, 128]],
] as [string, Rgb, Rgb][]) {
  test(`a colour without contrast becomes readable: ${name}`, () => {
    assert.ok(contrast(colour, background) < 4.5);
    assert.ok(contrast(readableColour(colour, background), background) >= 4.5);
  });
}

test('a readable colour stays as it is', () => {
  assert.deepEqual(readableColour([13, 188, 121], dark), [13, 188, 121]);
});

test('a colour keeps its hue: red stays the strongest part of a red', () => {
  const [red, green, blue] = readableColour([205, 49, 49], dark);
  assert.ok(red > green && red > blue);
});

test('a colour with opacity is blended with the background', () => {
  assert.deepEqual(blend(white, 0.5, black), [128, 128, 128]);
  assert.deepEqual(blend([10, 20, 30], 1, white), [10, 20, 30]);
});
