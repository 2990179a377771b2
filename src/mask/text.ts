import type { Canvas, Rgb } from './canvas.js'
import { GLYPHS } from './font/glyphs.js'

interface Glyph {
  /** How far the next glyph stands, in ems. */
  advance: number
  /** Closed lines `[x1, y1, x2, y2 ...]` in ems, y downwards from the baseline. */
  contours: number[][]
}

const UNITS_PER_EM = 1000
/** Height of capitals and digits in ems. */
export const CAP_HEIGHT = 0.728
const CURVE_STEPS = 6
/** Scan lines a pixel; along a line the coverage is exact. */
const SCANS = 4

const glyphs = new Map<string, Glyph>()

/** Whether there is a glyph for every character. */
export function canDraw(text: string): boolean {
  return [...text].every((character) => glyphOf(character))
}

/** In pixels, at `size` pixels an em. */
export function textWidth(text: string, size: number): number {
  return [...text].reduce((sum, character) => sum + (glyphOf(character)?.advance ?? 0) * size, 0)
}

/** Draws one line with its left end at `x` and its letters standing on `baseline`. */
export function drawText(
  canvas: Canvas,
  text: string,
  x: number,
  baseline: number,
  size: number,
  colour: Rgb,
): void {
  let left = x
  for (const character of text) {
    const glyph = glyphOf(character)
    if (!glyph) continue
    const origin = left
    drawContours(
      canvas,
      glyph.contours.map((line) => line.map((value, i) => value * size + (i % 2 === 0 ? origin : baseline))),
      colour,
    )
    left += glyph.advance * size
  }
}

/** Fills closed lines by the even-odd rule. */
function drawContours(canvas: Canvas, contours: readonly number[][], colour: Rgb): void {
  const ys = contours.flatMap((line) => line.filter((_value, i) => i % 2 === 1))
  const xs = contours.flatMap((line) => line.filter((_value, i) => i % 2 === 0))
  if (ys.length === 0) return
  const left = Math.floor(Math.min(...xs))
  const coverage = new Float32Array(Math.ceil(Math.max(...xs)) - left + 1)
  const bottom = Math.ceil(Math.max(...ys))
  for (let y = Math.floor(Math.min(...ys)); y < bottom; y++) {
    coverage.fill(0)
    for (let scan = 0; scan < SCANS; scan++) {
      const crossings = crossingsAt(contours, y + (scan + 0.5) / SCANS)
      for (let i = 0; i + 1 < crossings.length; i += 2) {
        addSpan(coverage, crossings[i]! - left, crossings[i + 1]! - left)
      }
    }
    coverage.forEach((sum, i) => {
      canvas.blend(left + i, y, colour, Math.min(1, sum / SCANS))
    })
  }
}

function crossingsAt(contours: readonly number[][], y: number): number[] {
  const crossings: number[] = []
  for (const line of contours) {
    for (let i = 0; i < line.length; i += 2) {
      const [ax, ay] = [line[i]!, line[i + 1]!]
      const [bx, by] = [line[(i + 2) % line.length]!, line[(i + 3) % line.length]!]
      if (ay <= y !== by <= y) crossings.push(ax + ((y - ay) * (bx - ax)) / (by - ay))
    }
  }
  return crossings.sort((a, b) => a - b)
}

/** Adds to each pixel how much of it lies between `from` and `to`. */
function addSpan(coverage: Float32Array, from: number, to: number): void {
  for (let i = Math.floor(from); i < to; i++) coverage[i]! += Math.min(to, i + 1) - Math.max(from, i)
}

function glyphOf(character: string): Glyph | undefined {
  if (glyphs.size === 0) for (const line of GLYPHS.trim().split('\n')) readGlyph(line)
  return glyphs.get(character)
}

function readGlyph(line: string): void {
  const [code, advance, ...path] = line.split(' ')
  glyphs.set(String.fromCodePoint(Number.parseInt(code!, 16)), {
    advance: Number(advance) / UNITS_PER_EM,
    contours: flatten(path.join(' ')),
  })
}

/** An SVG path of absolute M, L, H, V, Q and Z as closed lines, in ems; numbers without a letter go on as lines. */
function flatten(path: string): number[][] {
  const contours: number[][] = []
  let line: number[] = []
  for (const [, command, rest] of path.matchAll(/([MLHVQZ])([^A-Z]*)/g)) {
    const values = (rest!.match(/-?\d+/g) ?? []).map((value) => Number(value) / UNITS_PER_EM)
    const [x = 0, y = 0] = line.slice(-2)
    if (command === 'M') {
      line = values
      contours.push(line)
    } else if (command === 'L') line.push(...values)
    else if (command === 'H') line.push(values[0]!, y)
    else if (command === 'V') line.push(x, values[0]!)
    else for (let i = 0; i < values.length; i += 4) addCurve(line, values.slice(i, i + 4))
  }
  return contours
}

/** Goes on from the line's end along the quadratic curve with one control point and an end, `[cx, cy, x, y]`. */
function addCurve(line: number[], [cx = 0, cy = 0, x = 0, y = 0]: readonly number[]): void {
  const [startX = 0, startY = 0] = line.slice(-2)
  for (let step = 1; step <= CURVE_STEPS; step++) {
    const t = step / CURVE_STEPS
    const [a, b, c] = [(1 - t) ** 2, 2 * t * (1 - t), t ** 2]
    line.push(a * startX + b * cx + c * x, a * startY + b * cy + c * y)
  }
}
