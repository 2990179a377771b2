/**
 * sRGB, 0 to 255 a channel, to OKLab: lightness 0 to 1, green to red, blue to yellow. Unlike in CIELAB, blues
 * keep their hue as they darken, so that blue and purple come apart.
 *
 * @see https://bottosson.github.io/posts/oklab/
 */
export function toOklab(red: number, green: number, blue: number): [lightness: number, a: number, b: number] {
  const [r, g, b] = [toLinear(red), toLinear(green), toLinear(blue)]
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ]
}

/** Undoes sRGB's transfer curve (IEC 61966-2-1) to the nearest of its 256 steps; 0 to 1. */
function toLinear(channel: number): number {
  return LINEAR[Math.round(channel)]!
}

const LINEAR = Float64Array.from({ length: 256 }, (_, channel) => {
  const value = channel / 255
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
})
