import { describe, expect, it } from 'vitest'
import { Canvas } from '../../src/mask/canvas.js'
import { canDraw, drawText, textWidth } from '../../src/mask/text.js'

/** Text drawn white on black, by rows: '#' where more than half a pixel is covered. */
function show(text: string, size: number): string[] {
  const width = Math.ceil(textWidth(text, size))
  const canvas = new Canvas(new Uint8Array(width * size * 3), { width, height: size })
  drawText(canvas, text, 0, size - 2, size, [255, 255, 255])
  return Array.from({ length: size }, (_, y) =>
    Array.from({ length: width }, (_, x) => (canvas.data[(y * width + x) * 3]! > 127 ? '#' : '.')).join(''),
  )
}

describe('drawText', () => {
  it('draws readable letters', () => {
    expect(show('H8é', 16)).toMatchInlineSnapshot(`
      [
        "................................",
        "................................",
        ".##......##....####........##...",
        ".##......##...######......##....",
        ".##......##..###...##...........",
        ".##......##..##....##....####...",
        ".##......##..###...##...######..",
        ".##########...######...##....##.",
        ".##########...######...##....##.",
        ".##......##..##....##..########.",
        ".##......##..##....##..##.......",
        ".##......##..##....##..##.......",
        ".##......##..########...#######.",
        ".##......##...######.....#####..",
        "................................",
        "................................",
      ]
    `)
  })

  it('knows which characters it has', () => {
    expect(canDraw('Fußgänger – 12…')).toBe(true)
    expect(canDraw('猫')).toBe(false)
    expect(canDraw('')).toBe(true)
  })
})
