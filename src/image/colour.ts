import { forEachSegment } from '../mask/columns.js'
import type { Mask } from '../mask/mask.js'
import type { Image } from './image.js'
import { toOklab } from './oklab.js'

export const COLOUR_NAMES = [
  'black',
  'white',
  'grey',
  'red',
  'orange',
  'yellow',
  'green',
  'blue',
  'purple',
  'pink',
  'brown',
  'beige',
] as const

export type ColourName = (typeof COLOUR_NAMES)[number]

/** How much of an object has a colour, 0 to 1. */
export interface ColourShare {
  name: ColourName
  share: number
}

/** Enough to know a share to about one percent. */
const MAX_SAMPLES = 4096

/** The colours of what `mask` shows, most frequent first; together 1, or none for an empty mask. */
export function colourShares(image: Image, mask: Mask): ColourShare[] {
  const counts = new Map<Shade, number>()
  const gain = exposureGain(image)
  const step = Math.max(1, Math.floor(mask.area / MAX_SAMPLES))
  let skip = 0
  let total = 0
  forEachSegment(mask.runs, mask.height, (x, top, bottom) => {
    let y = top + skip
    for (; y < bottom; y += step) {
      const shade = shadeAt(image.pixels, (y * image.width + x) * 3, gain)
      counts.set(shade, (counts.get(shade) ?? 0) + 1)
      total++
    }
    skip = y - bottom
  })
  resolveGreys(counts)
  return COLOUR_NAMES.map((name) => ({ name, share: (counts.get(name) ?? 0) / Math.max(1, total) }))
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share)
}

/** The share of `name`, 0 where it is absent. */
export function colourShare(shares: readonly ColourShare[], name: ColourName): number {
  return shares.find((colour) => colour.name === name)?.share ?? 0
}

/** A grey pixel may be one of a grey thing, of a white thing in the shade, or of a black thing in the light. */
type Shade = ColourName | 'light grey' | 'dark grey'

/** Gives the greys that may be white in the shade or black in the light to what the rest of the object says. */
function resolveGreys(counts: Map<Shade, number>): void {
  const count = (shade: Shade) => counts.get(shade) ?? 0
  const light = count('white') > count('light grey') / 4 ? 'white' : 'grey'
  const dark = count('black') > count('dark grey') / 4 ? 'black' : 'grey'
  const moves: [Shade, Shade][] = [
    ['light grey', light],
    ['dark grey', dark],
  ]
  for (const [from, to] of moves) counts.set(to, count(to) + count(from))
}

/**
 * A part of colour space by hue in degrees, lightness 0 to 1, and saturation, which is chroma over lightness:
 * shade scales both alike, so that saturation and hue stay what they are. A bound left out does not bind.
 */
interface Rule {
  shade: Shade
  hue?: [from: number, to: number]
  lightness?: [from: number, to: number]
  saturation?: [from: number, to: number]
}

const ANY = Number.POSITIVE_INFINITY

/** Tried from the top: the first that fits names the pixel. Hues are OKLab's: red 29, yellow 110, green 142, blue 264. */
const RULES: readonly Rule[] = [
  { shade: 'black', lightness: [0, 0.2] },
  { shade: 'black', lightness: [0, 0.28], saturation: [0, 0.15] },
  { shade: 'black', lightness: [0, 0.36], saturation: [0, 0.08] },
  { shade: 'pink', hue: [310, 380], lightness: [0.8, ANY], saturation: [0.03, 0.1] },
  { shade: 'white', lightness: [0.86, ANY], saturation: [0, 0.04] },
  { shade: 'light grey', lightness: [0.66, ANY], saturation: [0, 0.05] },
  { shade: 'grey', lightness: [0.48, 0.66], saturation: [0, 0.06] },
  { shade: 'dark grey', lightness: [0, 0.48], saturation: [0, 0.08] },
  { shade: 'beige', hue: [40, 110], lightness: [0.62, ANY], saturation: [0, 0.12] },
  { shade: 'pink', hue: [335, 368], lightness: [0.5, ANY], saturation: [0.1, ANY] },
  { shade: 'pink', hue: [368, 382], lightness: [0.5, ANY], saturation: [0, 0.23] },
  { shade: 'pink', hue: [382, 395], lightness: [0.68, ANY], saturation: [0, 0.2] },
  { shade: 'purple', hue: [288, 350] },
  { shade: 'red', hue: [-10, 36], saturation: [0.2, ANY] },
  { shade: 'red', hue: [-10, 30], lightness: [0, 0.5], saturation: [0.13, ANY] },
  { shade: 'red', hue: [36, 42], lightness: [0, 0.62], saturation: [0.28, ANY] },
  { shade: 'orange', hue: [33, 74], lightness: [0.56, ANY], saturation: [0.17, ANY] },
  { shade: 'orange', hue: [33, 74], lightness: [0.5, 0.56], saturation: [0.22, ANY] },
  { shade: 'yellow', hue: [70, 104], lightness: [0.5, 0.58], saturation: [0.2, ANY] },
  { shade: 'brown', hue: [-10, 74] },
  { shade: 'yellow', hue: [74, 114], lightness: [0.58, ANY], saturation: [0.12, ANY] },
  { shade: 'brown', hue: [74, 100] },
  { shade: 'green', hue: [100, 198] },
  { shade: 'blue', hue: [198, 288] },
]

/** The rule is kept for each of 32 levels a channel: naming a pixel is then one look into a table. */
const LEVELS = 32
const table: (Shade | undefined)[] = []

function shadeAt(pixels: Uint8Array, at: number, gain: number): Shade {
  const level = (channel: number) =>
    Math.min(LEVELS - 1, Math.floor((pixels[at + channel]! * gain * LEVELS) / 256))
  const [red, green, blue] = [level(0), level(1), level(2)]
  const key = (red * LEVELS + green) * LEVELS + blue
  const middle = (level: number) => ((level + 0.5) * 256) / LEVELS - 0.5
  table[key] ??= nameShade(middle(red), middle(green), middle(blue))
  return table[key]
}

/** What to multiply channels by so that the picture's brightest parts reach 250: white is judged by them. */
function exposureGain({ pixels }: Image): number {
  const histogram = new Uint32Array(256)
  const step = 3 * Math.max(1, Math.floor(pixels.length / 3 / MAX_SAMPLES))
  let total = 0
  for (let at = 0; at < pixels.length; at += step, total++) {
    histogram[Math.max(pixels[at]!, pixels[at + 1]!, pixels[at + 2]!)]!++
  }
  let brightest = 255
  for (let above = histogram[255]!; above < total * 0.02; above += histogram[brightest]!) brightest--
  return Math.min(1.3, Math.max(1, 250 / brightest))
}

function nameShade(red: number, green: number, blue: number): Shade {
  const [lightness, a, b] = toOklab(red, green, blue)
  const saturation = Math.hypot(a, b) / Math.max(lightness, 0.01)
  const hue = ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360
  const fits = (rule: Rule) =>
    isWithin(lightness, rule.lightness) &&
    isWithin(saturation, rule.saturation) &&
    (isWithin(hue, rule.hue) || isWithin(hue + 360, rule.hue) || isWithin(hue - 360, rule.hue))
  return RULES.find(fits)?.shade ?? 'grey'
}

function isWithin(value: number, range: [number, number] | undefined): boolean {
  return !range || (value >= range[0] && value < range[1])
}
