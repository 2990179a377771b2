import { describe, expect, it } from 'vitest'
import type { Size } from '../../src/geometry.js'
import { type Rect, resample } from '../../src/image/resample.js'

/** The formula that the models were trained with, written down sample by sample. */
function byFormula(pixels: Uint8Array, size: Size, rect: Rect, out: Size): Float64Array {
  const clamp = (value: number, length: number) => Math.min(Math.max(0, value), length - 1)
  const at = (x: number, y: number, c: number) =>
    pixels[(clamp(y, size.height) * size.width + clamp(x, size.width)) * 3 + c]!
  const bilinear = (x: number, y: number, c: number) => {
    const left = Math.floor(x - 0.5)
    const top = Math.floor(y - 0.5)
    const fx = x - 0.5 - left
    const fy = y - 0.5 - top
    return (
      (1 - fy) * ((1 - fx) * at(left, top, c) + fx * at(left + 1, top, c)) +
      fy * ((1 - fx) * at(left, top + 1, c) + fx * at(left + 1, top + 1, c))
    )
  }
  const width = rect.x1 - rect.x0
  const height = rect.y1 - rect.y0
  const kx = Math.min(8, Math.max(1, Math.ceil(width / out.width)))
  const ky = Math.min(8, Math.max(1, Math.ceil(height / out.height)))
  const result = new Float64Array(out.width * out.height * 3)
  for (let j = 0; j < out.height; j++) {
    for (let i = 0; i < out.width; i++) {
      for (let c = 0; c < 3; c++) {
        let sum = 0
        for (let b = 0; b < ky; b++) {
          for (let a = 0; a < kx; a++) {
            const x = rect.x0 + ((i + (a + 0.5) / kx) / out.width) * width
            const y = rect.y0 + ((j + (b + 0.5) / ky) / out.height) * height
            sum += bilinear(x, y, c)
          }
        }
        result[(j * out.width + i) * 3 + c] = sum / (kx * ky)
      }
    }
  }
  return result
}

function noise(size: Size): Uint8Array {
  let state = 12345
  return Uint8Array.from({ length: size.width * size.height * 3 }, () => {
    state = (state * 1103515245 + 12345) % 2147483648
    return state >> 16
  })
}

const size = { width: 61, height: 47 }
const cases: [string, Rect, Size][] = [
  ['shrinks the whole picture', { x0: 0, y0: 0, x1: 61, y1: 47 }, { width: 40, height: 30 }],
  ['shrinks by more than the 8 samples an axis', { x0: 0, y0: 0, x1: 61, y1: 47 }, { width: 3, height: 4 }],
  ['enlarges a part', { x0: 10.25, y0: 7.5, x1: 22.75, y1: 15.1 }, { width: 33, height: 29 }],
  ['shrinks one axis and enlarges the other', { x0: 3, y0: 5, x1: 58, y1: 12 }, { width: 9, height: 31 }],
  ['repeats the border outside', { x0: -14.3, y0: -9, x1: 70.2, y1: 66.6 }, { width: 24, height: 24 }],
  ['reads a rectangle wholly outside', { x0: 90, y0: -40, x1: 120, y1: -10 }, { width: 8, height: 8 }],
]

describe('resample', () => {
  it.each(cases)('%s', (_name, rect, out) => {
    const pixels = noise(size)
    const expected = byFormula(pixels, size, rect, out)
    const received = resample(pixels, size, rect, out)
    expect(received.length).toBe(expected.length)
    const worst = received.reduce((far, value, i) => Math.max(far, Math.abs(value - expected[i]!)), 0)
    expect(worst).toBeLessThan(0.501) // half a level is the rounding
  })

  it('leaves pixels alone at the same size', () => {
    const pixels = noise(size)
    expect(resample(pixels, size, { x0: 0, y0: 0, x1: 61, y1: 47 }, size)).toEqual(pixels)
  })

  it('reads a picture of one pixel', () => {
    const one = Uint8Array.of(10, 200, 30)
    const four = resample(
      one,
      { width: 1, height: 1 },
      { x0: 0, y0: 0, x1: 1, y1: 1 },
      { width: 2, height: 2 },
    )
    expect([...four]).toEqual([10, 200, 30, 10, 200, 30, 10, 200, 30, 10, 200, 30])
  })
})
