import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Mask } from '../../src/mask/mask.js'

const size = { width: 6, height: 5 }

function show(mask: Mask): string[] {
  const bitmap = mask.toBitmap()
  return Array.from({ length: mask.height }, (_, y) =>
    Array.from({ length: mask.width }, (_, x) => (bitmap[y * mask.width + x] ? '#' : '.')).join(''),
  )
}

const masks = fc
  .record({
    width: fc.integer({ min: 1, max: 16 }),
    height: fc.integer({ min: 1, max: 16 }),
    density: fc.double({ min: 0, max: 1, noNaN: true }),
    seed: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 256, maxLength: 256 }),
  })
  .map(({ width, height, density, seed }) =>
    Mask.fromBitmap(
      Uint8Array.from(seed.slice(0, width * height), (value) => (value < density ? 1 : 0)),
      { width, height },
    ),
  )

describe('Mask.fromPolygons', () => {
  it('takes the pixels whose centre is inside', () => {
    const triangle = [0, 0, 6, 0, 0, 5]
    expect(show(Mask.fromPolygons([triangle], size))).toEqual([
      '#####.',
      '####..',
      '###...',
      '##....',
      '#.....',
    ])
  })

  it('unites polygons and applies the even-odd rule within one', () => {
    const left = [0, 0, 3, 0, 3, 3, 0, 3]
    const right = [2, 0, 5, 0, 5, 3, 2, 3]
    expect(Mask.fromPolygons([left, right], size).area).toBe(15)
    const twice = [0, 0, 5, 0, 5, 5, 0, 5, 0, 0, 1, 1, 4, 1, 4, 4, 1, 4, 1, 1]
    expect(Mask.fromPolygons([twice], size).area).toBe(16)
  })

  it('cuts off what lies outside', () => {
    expect(Mask.fromPolygons([[-1e6, -1e6, 1e6, -1e6, 1e6, 1e6, -1e6, 1e6]], size).area).toBe(30)
    expect(Mask.fromPolygons([[10, 10, 20, 10, 20, 20]], size).isEmpty).toBe(true)
  })

  it.each([
    ['two points', [0, 0, 1, 1]],
    ['half a point', [0, 0, 1, 1, 2, 2, 3]],
    ['no number', [0, 0, 1, Number.NaN, 2, 2]],
    ['no finite number', [0, 0, 1, Number.POSITIVE_INFINITY, 2, 2]],
  ])('refuses %s', (_what, polygon) => {
    expect(() => Mask.fromPolygons([polygon], size)).toThrow(expect.objectContaining({ code: 'bad-input' }))
  })
})

describe('outlines', () => {
  const ring = Mask.fromBox({ x: 1, y: 1, width: 4, height: 3 }, size).subtract(
    Mask.fromBox({ x: 2, y: 2, width: 2, height: 1 }, size),
  )

  it('run along the pixel edges, clockwise round the mask and counter-clockwise round its holes', () => {
    expect(ring.toRings()).toEqual([{ outer: [5, 1, 5, 4, 1, 4, 1, 1], holes: [[4, 3, 4, 2, 2, 2, 2, 3]] }])
  })

  it('hang holes on the outer line', () => {
    const polygons = ring.toPolygons()
    expect(polygons).toHaveLength(1)
    expect(Mask.fromPolygons(polygons, size).equals(ring)).toBe(true)
  })

  it('keep pieces apart that touch at a corner', () => {
    const corner = Mask.fromBitmap(Uint8Array.of(1, 0, 0, 1), { width: 2, height: 2 })
    expect(corner.toRings().map(({ outer }) => outer.length)).toEqual([8, 8])
  })

  it('are none for an empty mask', () => {
    expect(Mask.empty(size).toPolygons()).toEqual([])
  })

  it('give back the very same mask', () => {
    fc.assert(
      fc.property(masks, (mask) => Mask.fromPolygons(mask.toPolygons(), mask).equals(mask)),
      { numRuns: 300 },
    )
  })

  it('are closed lines whose areas add up to the mask', () => {
    const signedArea = (line: readonly number[]) =>
      line.reduce(
        (sum, value, i) =>
          i % 2 === 0
            ? sum + (value * line[(i + 3) % line.length]! - line[(i + 2) % line.length]! * line[i + 1]!) / 2
            : sum,
        0,
      )
    fc.assert(
      fc.property(masks, (mask) => {
        const rings = mask.toRings()
        expect(rings.every(({ outer }) => signedArea(outer) > 0)).toBe(true)
        expect(rings.every(({ holes }) => holes.every((hole) => signedArea(hole) < 0))).toBe(true)
        const total = rings
          .flatMap(({ outer, holes }) => [outer, ...holes])
          .reduce((sum, r) => sum + signedArea(r), 0)
        expect(total).toBeCloseTo(mask.area)
      }),
    )
  })
})
