import { expect, test } from 'vitest'
import { cutCrops, fitLetterbox, letterbox } from '../../src/perception/embedded/letterbox.js'

const encoder = {
  file: 'encoder.onnx',
  sha256: '0'.repeat(64),
  features: ['c3'],
  inputSize: 416,
  secondInputSize: 512,
  stride: 32,
  pad: [124, 116, 104] as [number, number, number],
}
const decoder = { file: 'decoder.onnx', sha256: '0'.repeat(64), features: ['c3'], cropSize: 8, context: 1.4 }

function flat(width: number, height: number, colour: readonly number[]) {
  return { width, height, pixels: Uint8Array.from({ length: width * height * 3 }, (_, i) => colour[i % 3]!) }
}

test.each([
  [
    { width: 640, height: 480 },
    { width: 416, height: 312 },
    { width: 416, height: 320 },
  ],
  [
    { width: 480, height: 640 },
    { width: 312, height: 416 },
    { width: 320, height: 416 },
  ],
  [
    { width: 416, height: 416 },
    { width: 416, height: 416 },
    { width: 416, height: 416 },
  ],
  [
    { width: 100, height: 50 },
    { width: 416, height: 208 },
    { width: 416, height: 224 },
  ],
  [
    { width: 5000, height: 1 },
    { width: 416, height: 1 },
    { width: 416, height: 32 },
  ],
])('fitLetterbox() scales %o to %o inside %o', (image, content, padded) => {
  const fit = fitLetterbox(image, encoder.inputSize, encoder)
  expect(fit).toMatchObject({ content, padded })
  expect(fit.scale).toBe(416 / Math.max(image.width, image.height))
})

test('letterbox() puts the image at the top left and pads right and below', () => {
  const image = flat(416, 300, [10, 20, 30])
  const fit = fitLetterbox(image, encoder.inputSize, encoder)
  const input = letterbox(image, fit, encoder.pad)
  const pixel = (x: number, y: number) => [...input.subarray((y * 416 + x) * 3, (y * 416 + x) * 3 + 3)]
  expect(input).toHaveLength(416 * 320 * 3)
  expect(pixel(0, 0)).toEqual([10, 20, 30])
  expect(pixel(415, 299)).toEqual([10, 20, 30])
  expect(pixel(0, 300)).toEqual([124, 116, 104])
  expect(pixel(415, 319)).toEqual([124, 116, 104])
})

test('letterbox() mirrors the image, not the padding', () => {
  const image = { width: 3, height: 1, pixels: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9) }
  const fit = { scale: 1, content: { width: 3, height: 1 }, padded: { width: 4, height: 1 } }
  const input = letterbox(image, fit, [0, 0, 0], true)
  expect([...input]).toEqual([7, 8, 9, 4, 5, 6, 1, 2, 3, 0, 0, 0])
})

test('cutCrops() gives one square a rectangle and repeats the border outside the image', () => {
  const image = flat(20, 10, [7, 8, 9])
  const crops = cutCrops(
    image,
    [
      { x: 2, y: 2, width: 8, height: 4 },
      { x: -10, y: -10, width: 40, height: 40 },
    ],
    decoder,
  )
  expect(crops).toEqual(flat(8, 16, [7, 8, 9]).pixels)
})
