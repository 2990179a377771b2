import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Size } from '../../src/geometry.js'
import { Mask } from '../../src/mask/mask.js'

/** '#' is in; one string a row. */
function draw(...rows: string[]): Mask {
  const size = { width: rows[0]!.length, height: rows.length }
  return Mask.fromBitmap(
    Uint8Array.from(rows.join(''), (c) => (c === '#' ? 1 : 0)),
    size,
  )
}

function show(mask: Mask): string[] {
  const bitmap = mask.toBitmap()
  return Array.from({ length: mask.height }, (_, y) =>
    Array.from({ length: mask.width }, (_, x) => (bitmap[y * mask.width + x] ? '#' : '.')).join(''),
  )
}

const sizes = fc.record({ width: fc.integer({ min: 1, max: 14 }), height: fc.integer({ min: 1, max: 14 }) })
const bitmapOf = ({ width, height }: Size) =>
  fc
    .tuple(
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
        minLength: width * height,
        maxLength: width * height,
      }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    )
    .map(([noise, threshold]) => Uint8Array.from(noise, (value) => (value < threshold ? 1 : 0)))
const masks = sizes.chain((size) => bitmapOf(size).map((bitmap) => Mask.fromBitmap(bitmap, size)))
const pairs = sizes.chain((size) =>
  fc.tuple(bitmapOf(size), bitmapOf(size)).map(([a, b]) => ({
    size,
    bitmaps: [a, b] as const,
    masks: [Mask.fromBitmap(a, size), Mask.fromBitmap(b, size)] as const,
  })),
)

/** The pixels, row by row, for which `keep` holds. */
function pixels(size: Size, keep: (x: number, y: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: size.width * size.height }, (_, i) =>
    keep(i % size.width, Math.floor(i / size.width)) ? 1 : 0,
  )
}

describe('Mask', () => {
  it('keeps column-major runs that start with background', () => {
    expect([...draw('.#.', '##.').runs]).toEqual([1, 3, 2])
    expect([...draw('##', '#.').runs]).toEqual([0, 3, 1])
    expect([...draw('##', '##').runs]).toEqual([0, 4])
    expect([...draw('..', '..').runs]).toEqual([4])
    expect([...Mask.empty({ width: 2, height: 2 }).runs]).toEqual([4])
    expect([...Mask.fromRuns([1, 0, 1, 1, 0, 1], { width: 2, height: 2 }).runs]).toEqual([2, 2])
  })

  it('goes to a bitmap and back', () => {
    fc.assert(fc.property(masks, (mask) => Mask.fromBitmap(mask.toBitmap(), mask).equals(mask)))
  })

  it('measures', () => {
    const mask = draw('.....', '..##.', '...#.', '.....')
    expect(mask.area).toBe(3)
    expect(mask.box).toEqual({ x: 2, y: 1, width: 2, height: 2 })
    expect(mask.centroid.x).toBeCloseTo((2.5 + 3.5 + 3.5) / 3)
    expect(mask.centroid.y).toBeCloseTo((1.5 + 1.5 + 2.5) / 3)
    expect(mask.isEmpty).toBe(false)
    const nothing = Mask.empty(mask)
    expect(nothing).toMatchObject({ area: 0, isEmpty: true, box: { x: 0, y: 0, width: 0, height: 0 } })
    expect(nothing.centroid).toEqual({ x: 0, y: 0 })
  })

  it('has a box that is tight, also where runs go on in the next column', () => {
    fc.assert(
      fc.property(masks, (mask) => {
        const { x, y, width, height } = mask.box
        expect(mask.subtract(Mask.fromBox(mask.box, mask)).isEmpty).toBe(true)
        const edges = [
          { x, y, width, height: 1 },
          { x, y: y + height - 1, width, height: 1 },
          { x, y, width: 1, height },
          { x: x + width - 1, y, width: 1, height },
        ]
        for (const edge of mask.isEmpty ? [] : edges) {
          expect(mask.intersectionArea(Mask.fromBox(edge, mask))).toBeGreaterThan(0)
        }
      }),
    )
  })

  it('is a set', () => {
    fc.assert(
      fc.property(pairs, ({ size, bitmaps: [a, b], masks: [m, n] }) => {
        const expectPixels = (mask: Mask, keep: (i: number) => boolean) =>
          expect(mask.toBitmap()).toEqual(pixels(size, (x, y) => keep(y * size.width + x)))
        expectPixels(m.union(n), (i) => !!a[i] || !!b[i])
        expectPixels(m.intersect(n), (i) => !!a[i] && !!b[i])
        expectPixels(m.subtract(n), (i) => !!a[i] && !b[i])
        expectPixels(m.invert(), (i) => !a[i])
        expect(m.intersectionArea(n)).toBe(m.intersect(n).area)
        expect(m.iou(n) * m.union(n).area).toBeCloseTo(m.intersect(n).area)
        for (const result of [m.union(n), m.invert(), m.subtract(n)]) {
          expect([...result.runs].every((run, i) => run > 0 || i === 0)).toBe(true)
        }
      }),
    )
  })

  it('says that two empty masks agree', () => {
    const nothing = Mask.empty({ width: 3, height: 2 })
    expect(nothing.iou(nothing)).toBe(1)
    expect(nothing.iou(nothing.invert())).toBe(0)
  })

  it('refuses a mask of another size', () => {
    const mask = Mask.empty({ width: 3, height: 2 })
    expect(() => mask.union(Mask.empty({ width: 2, height: 3 }))).toThrow('3 × 2 pixels, received 2 × 3')
  })

  it('knows its points', () => {
    const mask = draw('.#', '#.')
    expect(mask.contains({ x: 1, y: 0.9 })).toBe(true)
    expect(mask.contains({ x: 0.99, y: 0 })).toBe(false)
    expect(mask.contains({ x: 0, y: 1.5 })).toBe(true)
    for (const point of [
      { x: -0.1, y: 1 },
      { x: 2, y: 0 },
      { x: 1, y: -1 },
      { x: 0, y: 2 },
    ]) {
      expect(mask.contains(point)).toBe(false)
    }
  })

  it('takes the pixels whose centre lies in a box', () => {
    expect(show(Mask.fromBox({ x: 0.4, y: 0.6, width: 2, height: 9 }, { width: 4, height: 3 }))).toEqual([
      '....',
      '##..',
      '##..',
    ])
  })
})

describe('growing and shrinking', () => {
  it('uses a disc', () => {
    const dot = draw('.......', '.......', '.......', '...#...', '.......', '.......', '.......')
    expect(show(dot.dilate(2))).toEqual([
      '.......',
      '...#...',
      '..###..',
      '.#####.',
      '..###..',
      '...#...',
      '.......',
    ])
  })

  it('takes away what is nearer to the background than the radius, and nothing at the border', () => {
    expect(show(draw('######', '######', '######', '###...').erode(1))).toEqual([
      '######',
      '######',
      '###...',
      '##....',
    ])
    expect(show(draw('##', '##').erode(5))).toEqual(['##', '##'])
  })

  it('agrees with distances counted one by one', () => {
    fc.assert(
      fc.property(masks, fc.constantFrom(0, 1, 1.5, 2, 3.7), (mask, radius) => {
        const bitmap = mask.toBitmap()
        const near = (x: number, y: number, value: number) =>
          bitmap.some(
            (pixel, i) =>
              pixel === value &&
              Math.hypot(x - (i % mask.width), y - Math.floor(i / mask.width)) <= radius + 1e-9,
          )
        expect(mask.dilate(radius).toBitmap()).toEqual(pixels(mask, (x, y) => near(x, y, 1)))
        expect(mask.erode(radius).toBitmap()).toEqual(pixels(mask, (x, y) => !near(x, y, 0)))
      }),
    )
  })

  it('grows by 100 pixels in 50 megapixels in reasonable time', () => {
    const size = { width: 10_000, height: 5_000 }
    const grown = Mask.fromBox({ x: 200, y: 200, width: 9_000, height: 4_000 }, size).dilate(100)
    expect(grown.box).toEqual({ x: 100, y: 100, width: 9_200, height: 4_200 })
  }, 5_000)
})

describe('holes and pieces', () => {
  it('fills what cannot reach the border', () => {
    const ring = draw('.####.', '.#..#.', '.####.', '......')
    expect(show(ring.fillHoles())).toEqual(['.####.', '.####.', '.####.', '......'])
    // A gap at a corner lets nothing through; a notch at the border is no hole.
    expect(show(draw('.##.', '#..#', '.##.').fillHoles())).toEqual(['.##.', '####', '.##.'])
    expect(show(draw('##.##', '##.##', '#####').fillHoles())).toEqual(['##.##', '##.##', '#####'])
  })

  it('finds pieces, largest first, joined at corners', () => {
    const pieces = draw('#....', '.#..#', '....#', '##...', '####.').components()
    expect(pieces.map((piece) => piece.area)).toEqual([6, 2, 2])
    expect(show(pieces[0]!)).toEqual(['.....', '.....', '.....', '##...', '####.'])
    expect(Mask.empty({ width: 3, height: 3 }).components()).toEqual([])
  })

  it('finds pieces that lie apart and make up the whole', () => {
    fc.assert(
      fc.property(masks, (mask) => {
        const pieces = mask.components()
        expect(pieces.reduce((all, piece) => all.union(piece), Mask.empty(mask)).equals(mask)).toBe(true)
        pieces.forEach((piece, i) => {
          const others = pieces.filter((_, k) => k !== i).reduce((a, b) => a.union(b), Mask.empty(mask))
          expect(piece.dilate(1.5).intersectionArea(others)).toBe(0)
        })
      }),
    )
  })
})
