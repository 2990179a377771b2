import type { Rgb } from './canvas.js'

/** Bright enough for any photo; neighbours in the list differ in lightness too, for those who see hues alike. */
const COLOURS: readonly Rgb[] = [
  [0, 163, 255],
  [255, 138, 0],
  [0, 196, 140],
  [255, 61, 139],
  [255, 225, 77],
  [138, 92, 255],
  [255, 84, 66],
  [64, 224, 232],
  [47, 107, 255],
  [166, 226, 46],
  [176, 58, 196],
  [231, 176, 255],
]

export const DARK: Rgb = [16, 20, 28]
export const LIGHT: Rgb = [255, 255, 255]

/** A region keeps its colour from turn to turn: it goes with the number in its id, else with its place. */
export function colourOf(id: string, index: number): Rgb {
  const number = /\d{1,9}$/.exec(id)
  const place = number ? Number(number[0]) - 1 : index
  return COLOURS[(place + COLOURS.length) % COLOURS.length]!
}

/** Dark or light, whichever reads better on `background` (WCAG's relative luminance, roughly). */
export function inkOn([red, green, blue]: Rgb): Rgb {
  return 0.2126 * (red / 255) ** 2.2 + 0.7152 * (green / 255) ** 2.2 + 0.0722 * (blue / 255) ** 2.2 > 0.3
    ? DARK
    : LIGHT
}
