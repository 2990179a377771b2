import { type Box, boxArea, intersectBoxes, type Point, type Size } from '../../src/geometry.js'
import { DARK, inkOn, LIGHT } from '../../src/mask/palette.js'
import { rgba } from './rgba.js'
import type { Shape } from './shape.js'

/** With more of them the labels would hide the picture. */
const MAX_LABELLED = 12
/** In pixels of CSS. */
const FONT_SIZE = 13
const PLATE_HEIGHT = 21
/** Of all that, on photos narrower than so many pixels of CSS. */
const SMALL = { width: 480, factor: 0.8 }

interface Drawing {
  readonly size: Size
  /** Pixels of the canvas for one of the image. */
  readonly scale: number
  /** Pixels of the canvas for one of CSS. */
  readonly ratio: number
  readonly labelled: boolean
  /** The shape whose points are shown. */
  readonly active: string | undefined
}

/** A plate for each shape with its number, and its label where there is room, off each other as far as possible. */
export function paintPlates(
  context: CanvasRenderingContext2D,
  shapes: readonly Shape[],
  { size, scale, ratio: pixel, labelled, active }: Drawing,
): void {
  const ratio = size.width / pixel < SMALL.width ? pixel * SMALL.factor : pixel
  context.font = `600 ${FONT_SIZE * ratio}px system-ui, sans-serif`
  context.textBaseline = 'middle'
  const placed = shapes
    .flatMap(({ id, points }) => (id === active ? points : []))
    .map((point) => around(point, scale, ratio))
  const bySize = [...shapes].sort((a, b) => a.mask.area - b.mask.area)
  for (const shape of bySize) {
    const height = PLATE_HEIGHT * ratio
    const numberWidth = Math.max(height, context.measureText(shape.number).width + 10 * ratio)
    const labelWidth = context.measureText(shape.label).width + 13 * ratio
    const fits = numberWidth + labelWidth <= shape.box.width * scale
    const label = labelled && fits && shapes.length <= MAX_LABELLED ? shape.label : ''
    const plate = { width: numberWidth + (label === '' ? 0 : labelWidth), height }
    const box = freest(shape, plate, scale, size, placed)
    if (!box) continue
    placed.push(box)
    drawPlate(context, box, shape, numberWidth, label, ratio)
  }
}

/** What a point takes up. */
function around({ x, y }: Point, scale: number, ratio: number): Box {
  const side = 18 * ratio
  return { x: x * scale - side / 2, y: y * scale - side / 2, width: side, height: side }
}

/** Of the places inside a shape the one where least is hidden; deep ones come first. */
function freest(
  shape: Shape,
  plate: Size,
  scale: number,
  size: Size,
  placed: readonly Box[],
): Box | undefined {
  let best: Box | undefined
  let least = Number.POSITIVE_INFINITY
  for (const { x, y } of shape.places) {
    const box = {
      ...plate,
      x: between(3, x * scale - plate.width / 2, size.width - plate.width - 3),
      y: between(3, y * scale - plate.height / 2, size.height - plate.height - 3),
    }
    const hidden = placed.reduce((sum, other) => sum + boxArea(intersectBoxes(box, other)), 0)
    if (hidden >= least) continue
    best = box
    least = hidden
  }
  return best
}

function between(low: number, value: number, high: number): number {
  return Math.max(low, Math.min(value, high))
}

function drawPlate(
  context: CanvasRenderingContext2D,
  { x, y, width, height }: Box,
  { number, colour }: Shape,
  numberWidth: number,
  label: string,
  ratio: number,
): void {
  const radius = 6 * ratio
  const rim = 1.5 * ratio
  rounded(context, x - rim, y - rim, width + 2 * rim, height + 2 * rim, radius + rim)
  context.fillStyle = rgba(label === '' ? LIGHT : DARK, 0.9)
  context.fill()
  rounded(context, x, y, numberWidth, height, radius)
  context.fillStyle = rgba(colour)
  context.fill()
  context.fillStyle = rgba(inkOn([...colour]))
  context.textAlign = 'center'
  context.fillText(number, x + numberWidth / 2, y + height / 2 + ratio * 0.5)
  if (label === '') return
  context.fillStyle = rgba(LIGHT)
  context.textAlign = 'left'
  context.fillText(label, x + numberWidth + 5 * ratio, y + height / 2 + ratio * 0.5)
}

function rounded(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  width: number,
  height: number,
  radius: number,
): void {
  context.beginPath()
  context.roundRect(x, y, width, height, radius)
}
