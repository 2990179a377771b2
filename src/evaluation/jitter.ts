import type { Box } from '../geometry.js'

/** Each side of the box moved by up to `amount` of its width or height, evenly at random; the same for a seed. */
export function jittered({ x, y, width, height }: Box, amount: number, seed: number): Box {
  const random = mulberry32(seed)
  const shift = (extent: number) => (2 * random() - 1) * amount * extent
  const [left, top, right, bottom] = [shift(width), shift(height), shift(width), shift(height)]
  return { x: x + left, y: y + top, width: width + right - left, height: height + bottom - top }
}

/**
 * Numbers from 0 to 1, the same for a seed everywhere.
 *
 * @see https://github.com/cprosche/mulberry32
 */
function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
