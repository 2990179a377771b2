import type { Mask } from '../mask/mask.js'
import { type Cluster, clusterColours } from './colour-clusters.js'
import { COLOUR_NAMES, type ColourName, type Membership, nameColour, saturation } from './colour-names.js'
import { sampleColours } from './colour-samples.js'
import type { Image } from './image.js'

export { COLOUR_NAMES, type ColourName } from './colour-names.js'

/** How much of an object has a colour, 0 to 1. */
export interface ColourShare {
  name: ColourName
  share: number
}

/** A thing is called by a colour that makes up this share of it, or more. */
const NAMING_SHARE = 0.22
/** How much more a saturated colour counts than a grey one: it is what people name a thing by. */
const SALIENCE = 6
/** How much skin counts where clothes are asked for. */
const SKIN_WEIGHT = 0.35

/**
 * The colours of what `mask` shows, most frequent first; together 1, or none for an empty mask. Like pixels are
 * clustered, and each cluster is named in the light of the others, so that shadows and highlights keep the name of the
 * thing they fall on.
 *
 * @param on `clothes`: what has the colour of skin counts less
 */
export function colourShares(image: Image, mask: Mask, on: 'things' | 'clothes' = 'things'): ColourShare[] {
  const shades = clusterColours(sampleColours(image, mask)).map(shadeOf)
  const shares = new Map<ColourName, number>()
  let total = 0
  for (const shade of shades) {
    const weight = shade.share * shade.salience * (on === 'clothes' && isSkin(shade) ? SKIN_WEIGHT : 1)
    total += weight
    for (const [name, fit] of nameAmong(shade, shades))
      shares.set(name, (shares.get(name) ?? 0) + weight * fit)
  }
  return COLOUR_NAMES.map((name) => ({ name, share: (shares.get(name) ?? 0) / total }))
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share)
}

/** The share of `name`, 0 where it is absent. */
export function colourShare(shares: readonly ColourShare[], name: ColourName): number {
  return shares.find((colour) => colour.name === name)?.share ?? 0
}

/** Whether people would call a thing of these colours by `name`, 0 to 1: 0.5 where that makes up 22% of it. */
export function colourScore(shares: readonly ColourShare[], name: ColourName): number {
  return Math.min(1, (0.5 * colourShare(shares, name)) / NAMING_SHARE)
}

/** How alike two things are in colour, 0 to 1: what their shares have in common. */
export function colourLikeness(one: readonly ColourShare[], other: readonly ColourShare[]): number {
  return one.reduce((sum, { name, share }) => sum + Math.min(share, colourShare(other, name)), 0)
}

/** One cluster, and what it would be called by itself. */
interface Shade extends Cluster {
  readonly saturation: number
  readonly salience: number
  readonly names: Membership
}

function shadeOf(cluster: Cluster): Shade {
  const { lightness, a, b } = cluster
  const strength = saturation(lightness, a, b)
  // Of the colour of dark things little is seen.
  const salience = 1 + SALIENCE * Math.min(0.3, strength) * Math.min(1, lightness / 0.4)
  return { ...cluster, saturation: strength, salience, names: nameColour(lightness, a, b) }
}

/** Greys of no hue at all may be white in the shade or black in the light; where white and black are seen, they are. */
const NEUTRAL = 0.03
/** Lightness from which grey can be white in the shade, and up to which it can be black in the light. */
const LIGHT_GREY = 0.6
const DARK_GREY = 0.45
/** Hues this near to each other, as the cosine of 22 degrees, are one colour in light and shade. */
const SAME_HUE = 0.927

/** What a shade is called, given the thing's other ones. */
function nameAmong(shade: Shade, all: readonly Shade[]): Membership {
  const has = (name: ColourName, share: number) =>
    all.some((one) => one !== shade && (one.names.get(name) ?? 0) > 0.5 && one.share > share * shade.share)
  if (shade.saturation < NEUTRAL) {
    if (shade.lightness > LIGHT_GREY && has('white', 1 / 2)) return new Map([['white', 1]])
    if (shade.lightness < DARK_GREY && has('black', 1 / 4)) return new Map([['black', 1]])
  }
  const major = all.find((one) => one.share > shade.share && isOneColour(one, shade))
  return major ? blend(shade.names, major.names) : shade.names
}

function isOneColour(one: Shade, other: Shade): boolean {
  if (Math.min(one.saturation, other.saturation) < 2 * NEUTRAL) return false
  const cosine = (one.a * other.a + one.b * other.b) / Math.hypot(one.a, one.b) / Math.hypot(other.a, other.b)
  return cosine > SAME_HUE
}

function blend(one: Membership, other: Membership): Membership {
  const names = new Set([...one.keys(), ...other.keys()])
  return new Map([...names].map((name) => [name, ((one.get(name) ?? 0) + (other.get(name) ?? 0)) / 2]))
}

/** The range of human skin in daylight and lamplight, of any complexion; wood and leather lie in it too. */
function isSkin({ lightness, a, b, saturation }: Shade): boolean {
  const hue = (Math.atan2(b, a) * 180) / Math.PI
  return hue > 20 && hue < 75 && saturation > 0.05 && saturation < 0.2 && lightness > 0.3 && lightness < 0.9
}
