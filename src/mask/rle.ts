import { UserInputError } from '../errors.js'
import { MAX_PIXELS } from '../image/limits.js'
import { canonicalRuns } from './runs.js'

/** COCO's compressed run-length form, as pycocotools reads and writes it. */
export interface Rle {
  /** `[height, width]`, in this order. */
  size: [height: number, width: number]
  counts: string
}

/*
 * Each run from the fourth on is stored as the difference to the run two before it. A number is written in
 * groups of 5 bits, lowest first, as characters from '0'; bit 6 says that another group follows, and the
 * last group's top bit is the sign.
 */
const FIRST_CHARACTER = 48
const MORE = 0x20
const SIGN = 0x10
/** 30 bits hold every run of the largest mask, and stay within JavaScript's 32-bit shifts. */
const MAX_GROUPS = 6

export function encodeCounts(runs: ArrayLike<number>): string {
  const codes: number[] = []
  for (let i = 0; i < runs.length; i++) {
    let value = i > 2 ? runs[i]! - runs[i - 2]! : runs[i]!
    for (let more = true; more; ) {
      const group = value & 0x1f
      value >>= 5
      more = group & SIGN ? value !== -1 : value !== 0
      codes.push(FIRST_CHARACTER + (more ? group | MORE : group))
    }
  }
  return Buffer.from(codes).toString('latin1')
}

/** The runs of untrusted `rle`, canonical. Throws `UserInputError` where they do not describe a mask of its size. */
export function decodeRle(rle: Rle): Uint32Array {
  const [height, width] = rle.size
  if (!isLength(height) || !isLength(width) || width * height > MAX_PIXELS) {
    throw badRle(
      `size must be [height, width] in whole pixels, at most ${MAX_PIXELS / 1e6} million pixels in all`,
    )
  }
  const runs = decodeCounts(rle.counts, width * height)
  return canonicalRuns(runs)
}

function decodeCounts(counts: string, pixels: number): number[] {
  const runs: number[] = []
  let total = 0
  for (let at = 0; at < counts.length; ) {
    let value = 0
    let more = true
    for (let k = 0; more; k++) {
      const group = counts.charCodeAt(at++) - FIRST_CHARACTER
      if (!(group >= 0 && group < 64))
        throw badRle('counts is cut short or holds a character outside "0" to "o"')
      if (k === MAX_GROUPS) throw badRle('counts holds a number too large for any mask')
      value |= (group & 0x1f) << (5 * k)
      more = (group & MORE) !== 0
      if (!more && group & SIGN) value |= -1 << (5 * (k + 1))
    }
    if (runs.length > 2) value += runs[runs.length - 2]!
    if (value < 0) throw badRle('counts holds a run of negative length')
    total += value
    if (total > pixels) break
    runs.push(value)
  }
  if (total !== pixels) throw badRle('the runs of counts do not add up to height times width')
  return runs
}

function isLength(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) > 0
}

function badRle(reason: string): UserInputError {
  return new UserInputError(
    'bad-input',
    `This mask is no COCO run-length encoding: ${reason}. Encode it with pycocotools' mask.encode.`,
  )
}
