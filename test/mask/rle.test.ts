import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Mask } from '../../src/mask/mask.js'
import { encodeCounts } from '../../src/mask/rle.js'

/*
 * Worked by hand: a number below 16 is its own group, '0' + n; 16 needs a second group, since bit 4 of the
 * last group is the sign: low 10000 with "more" = '0' + 48 = '`', then '0'. From the fourth run on the
 * difference to the run two before is written: -1 is 11111 = '0' + 31 = 'O'.
 */
const byHand: [runs: number[], counts: string][] = [
  [[4], '4'],
  [[0, 4], '04'],
  [[1, 3, 2], '132'],
  [[16], '`0'],
  [[5, 2, 3, 1, 4], '523O1'],
  [[100, 100], 'T3T3'],
]

describe('COCO run-length encoding', () => {
  it.each(byHand)('writes %j as %s', (runs, counts) => {
    expect(encodeCounts(runs)).toBe(counts)
    const height = runs.reduce((a, b) => a + b, 0)
    expect([...Mask.fromRle({ size: [height, 1], counts }).runs]).toEqual(runs)
  })

  it('reads what pycocotools 2.0 wrote', () => {
    // mask.encode of a 5 × 7 array (rows × columns) with ones at [1:4, 2:6] and [0, 6].
    const mask = Mask.fromRle({ size: [5, 7], counts: ';3200000ON3' })
    expect(mask).toMatchObject({ width: 7, height: 5, area: 13, box: { x: 2, y: 0, width: 5, height: 4 } })
    expect(mask.toRle()).toEqual({ size: [5, 7], counts: ';3200000ON3' })
  })

  it('gives back what it was given', () => {
    const runs = fc.array(fc.integer({ min: 1, max: 60_000 }), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(runs, fc.boolean(), (lengths, startsIn) => {
        const all = startsIn ? [0, ...lengths] : lengths
        const height = all.reduce((a, b) => a + b, 0)
        const mask = Mask.fromRuns(all, { width: 1, height })
        expect([...Mask.fromRle(mask.toRle()).runs]).toEqual(all)
      }),
    )
  })

  it('joins runs of length zero', () => {
    expect([...Mask.fromRle({ size: [4, 1], counts: '1101' }).runs]).toEqual([1, 3])
  })

  it.each([
    ['a sum that is too small', [2, 2], '3'],
    ['a sum that is too large', [2, 2], '5'],
    ['a number that goes on after the end', [2, 2], '`'],
    ['a character outside the alphabet', [2, 2], '4 '],
    ['a negative run', [4, 4], 'O'],
    ['a run that becomes negative by its difference', [4, 4], '112M'],
    ['a number beyond 30 bits', [4, 4], 'ooooooo0'],
    ['a number that would fit if its upper bits were dropped', [12, 1], 'TPPPPPP1'],
    ['no runs', [2, 2], ''],
    ['a size of zero', [0, 2], ''],
    ['a size that is no whole number', [1.5, 2], '3'],
    ['a size beyond the limit', [10_000, 5_001], '4'],
  ])('refuses %s', (_what, size, counts) => {
    expect(() => Mask.fromRle({ size: size as [number, number], counts })).toThrow(
      expect.objectContaining({ code: 'bad-input', message: expect.stringContaining('COCO run-length') }),
    )
  })

  it('survives any text', () => {
    fc.assert(
      fc.property(fc.string(), (counts) => {
        try {
          expect(Mask.fromRle({ size: [3, 3], counts }).width).toBe(3)
        } catch (error) {
          expect(error).toMatchObject({ code: 'bad-input' })
        }
      }),
    )
  })
})
