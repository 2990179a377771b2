import { toOklab } from './oklab.js'

/** The eleven basic colour terms of English (Berlin and Kay, 1969), and beige, which people say as often. */
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

/** How well each name fits one colour; together 1. */
export type Membership = ReadonlyMap<ColourName, number>

/** Colours that go by each name, as sRGB in hexadecimal: dark, plain, light and faded ones. To mend a name, add one. */
const EXAMPLES: Readonly<Record<ColourName, string>> = {
  black:
    '0c140f 101418 18141c 1a1e1c 1e1c24 241c1e 000000 141416 26241f 1c2028 2d2b29 2a2522 262a30 1a1410 35332f',
  grey: '46504a 4a4650 504a46 484848 5a5c60 666666 80807e 808080 969491 979ba2 6b6660 5c6470 aaaaaa b4b6b8 a8a49e 878d96',
  white: 'ffffff f0f0ec e2e4e8 f4efe4 e4ecf4 d6d6d6 d8dadf dedad2',
  red: 'ff0000 b22222 8b0000 dc143c c81414 c03a30 701218 a02832 e0382a 500a10 d0434e',
  orange: 'ff8c00 ffa500 d2691e f07828 e06018 d88a4a f0a050 cc7a38 ff7043 e8904c f8b060 d09058 d09070 d08058',
  yellow: 'ffff00 ffd700 e6c83c f0e68c fff176 d8b830 c8a820 f4d860 e0d070 b89a20 c8b848 9a8418',
  green:
    '008000 32cd32 225522 6b8e23 00806e 90c060 b8d880 406040 143c20 0e2818 a0c8a0 88a888 5c6e3a 3a4420 9aaa40 c4e0c8 70a090 1c3430 5e7050',
  blue: '0000ff 4169e1 87ceeb 000080 284682 40b0c0 a8c8e8 5080b0 202c50 6a88ac 0a0a40 1a2848 90a8c8 3ca8d8 10a0a8 bcd4ec 3c4e70 7890b8 182038',
  purple: '800080 4b0082 8a2be2 643c8c 9068b0 b090d0 502850 401848 7a4a78 6a50a0 c8a8dc 300c40 a868a0',
  pink: 'ffc0cb ff69b4 de82a0 ffb6c1 f4a8a8 e87088 f8d0d8 d87890 e8a0b8 ff1493 d850a0 c84890 e060b0',
  brown:
    '8b4513 654321 5a3723 785032 3c2416 4a3020 96643c 6e4a36 a07048 503c30 86664a 2e1c12 66503c 7c3c24 5c4630 543020 987858 b07a60 a87058 8a5a48',
  beige: 'f5deb4 decdaf d2bea0 c8b090 e8d8c0 f0dcc8 bca88c c4b49c dcb8a0 e0c8a4 d8c0a8 e8dcb8',
}

/**
 * A colour as people tell colours apart: its lightness, and its hue and saturation as a point in the plane. The
 * logarithm spreads out the faint ones, where names change most.
 */
type Percept = readonly [lightness: number, x: number, y: number]

const FAINT = 0.025
/** How far apart two colours lie that share a name by half: in lightness, and in the plane of hue. */
const LIGHTNESS_REACH = 0.12
const HUE_REACH = 0.24
/** How sharply one name gives way to the next. */
const SHARPNESS = 1.5
/** Names that fit less than this are left out. */
const LEAST_FIT = 0.02

const EXAMPLE_PERCEPTS: readonly (readonly [ColourName, readonly Percept[]])[] = COLOUR_NAMES.map((name) => [
  name,
  EXAMPLES[name].split(' ').map((code) => {
    const [red, green, blue] = [0, 2, 4].map((at) => Number.parseInt(code.slice(at, at + 2), 16))
    return perceive(...toOklab(red!, green!, blue!))
  }),
])

/** The names of a colour in OKLab, by how near it lies to the examples of each. */
export function nameColour(lightness: number, a: number, b: number): Membership {
  const own = perceive(lightness, a, b)
  const nearest = EXAMPLE_PERCEPTS.map(([, examples]) => {
    let least = Number.POSITIVE_INFINITY
    for (const example of examples) least = Math.min(least, squaredDistance(own, example))
    return least
  })
  const least = Math.min(...nearest)
  const fits = nearest
    .map((far) => Math.exp(SHARPNESS * (least - far)))
    .map((fit) => (fit < LEAST_FIT ? 0 : fit))
  const total = fits.reduce((sum, fit) => sum + fit, 0)
  return new Map(
    COLOUR_NAMES.map((name, i) => [name, fits[i]! / total] as const).filter(([, fit]) => fit > 0),
  )
}

/**
 * Chroma over lightness, 0 to about 0.5: shade scales both alike. The constant keeps the noise of dark pixels, which
 * have chroma too, from counting as colour.
 */
export function saturation(lightness: number, a: number, b: number): number {
  return Math.hypot(a, b) / (lightness + 0.25)
}

function perceive(lightness: number, a: number, b: number): Percept {
  const chroma = Math.hypot(a, b)
  const strength = Math.log1p(saturation(lightness, a, b) / FAINT)
  return chroma === 0 ? [lightness, 0, 0] : [lightness, (strength * a) / chroma, (strength * b) / chroma]
}

/** In reaches. */
function squaredDistance(one: Percept, other: Percept): number {
  const dl = (one[0] - other[0]) / LIGHTNESS_REACH
  const dx = (one[1] - other[1]) / HUE_REACH
  const dy = (one[2] - other[2]) / HUE_REACH
  return dl * dl + dx * dx + dy * dy
}
