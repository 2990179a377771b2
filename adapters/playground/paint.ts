import type { Box, Point, Size } from '../../src/geometry.js'
import { DARK, inkOn, LIGHT } from '../../src/mask/palette.js'
import { paintPlates } from './plates.js'
import { rgba } from './rgba.js'
import type { Shape } from './shape.js'

type Rgb = readonly [red: number, green: number, blue: number]

/** What lies over the photo. Places are in pixels of the image. */
export interface Scene {
  readonly shapes: readonly Shape[]
  /** Numbers alone: what is there, before anything was asked. */
  readonly quiet: boolean
  readonly active: string | undefined
  readonly hovered: string | undefined
  /** A box that is being drawn. */
  readonly box: Box | undefined
  /** Where the keyboard points. */
  readonly reticle: Point | undefined
}

// As on the overlays of src/mask/render.ts.
const FILL = 0.16
const FILL_HOVERED = 0.26
const DIMMING = 0.3
const HALO = 0.55

/** @param scale pixels of the canvas for one of the image @param ratio pixels of the canvas for one of CSS */
export function paint(
  context: CanvasRenderingContext2D,
  size: Size,
  scale: number,
  ratio: number,
  scene: Scene,
): void {
  context.setTransform(1, 0, 0, 1, 0, 0)
  context.clearRect(0, 0, size.width, size.height)
  const { shapes, active, hovered, quiet } = scene
  const lit = shapes.filter(({ id, mask }) => !mask.isEmpty && (!quiet || id === hovered || id === active))
  if (lit.length > 0) dimAround(context, size, scale, lit)
  const line = 2 * ratio
  const bySize = [...lit].sort((a, b) => b.mask.area - a.mask.area)
  for (const { outline, colour, id } of bySize) {
    context.setTransform(scale, 0, 0, scale, 0, 0)
    context.fillStyle = rgba(colour, id === hovered ? FILL_HOVERED : FILL)
    context.fill(outline, 'evenodd')
  }
  for (const { outline, colour, id } of bySize) {
    const width = (id === active ? 1.7 : 1) * line
    context.lineJoin = 'round'
    context.lineWidth = (width * 2.2) / scale
    context.strokeStyle = rgba(DARK, HALO)
    context.stroke(outline)
    context.lineWidth = width / scale
    context.strokeStyle = rgba(colour)
    context.stroke(outline)
  }
  context.setTransform(1, 0, 0, 1, 0, 0)
  paintPlates(context, shapes, { size, scale, ratio, labelled: !quiet, active })
  const chosen = shapes.find(({ id }) => id === active)
  for (const { x, y, positive } of chosen?.points ?? []) {
    paintPoint(context, { x: x * scale, y: y * scale }, positive, ratio)
  }
  if (scene.box) paintBox(context, scene.box, scale, ratio)
  if (scene.reticle) paintReticle(context, { x: scene.reticle.x * scale, y: scene.reticle.y * scale }, ratio)
}

function dimAround(
  context: CanvasRenderingContext2D,
  { width, height }: Size,
  scale: number,
  shapes: readonly Shape[],
): void {
  context.fillStyle = rgba(DARK, DIMMING)
  context.fillRect(0, 0, width, height)
  context.globalCompositeOperation = 'destination-out'
  context.setTransform(scale, 0, 0, scale, 0, 0)
  context.fillStyle = '#000'
  for (const { outline } of shapes) context.fill(outline, 'evenodd')
  context.globalCompositeOperation = 'source-over'
  context.setTransform(1, 0, 0, 1, 0, 0)
}

/** A dot with a plus or a minus: colour alone would not tell everybody. */
function paintPoint(
  context: CanvasRenderingContext2D,
  { x, y }: Point,
  positive: boolean,
  ratio: number,
): void {
  const colour: Rgb = positive ? [0, 196, 140] : [255, 84, 66]
  const radius = 7 * ratio
  context.beginPath()
  context.arc(x, y, radius, 0, 2 * Math.PI)
  context.fillStyle = rgba(colour)
  context.fill()
  context.lineWidth = 1.5 * ratio
  context.strokeStyle = rgba(LIGHT)
  context.stroke()
  context.beginPath()
  const arm = radius * 0.5
  context.moveTo(x - arm, y)
  context.lineTo(x + arm, y)
  if (positive) {
    context.moveTo(x, y - arm)
    context.lineTo(x, y + arm)
  }
  context.strokeStyle = rgba(inkOn([...colour]))
  context.stroke()
}

function paintBox(
  context: CanvasRenderingContext2D,
  { x, y, width, height }: Box,
  scale: number,
  ratio: number,
): void {
  const sides = [x * scale, y * scale, width * scale, height * scale] as const
  context.fillStyle = rgba(LIGHT, 0.12)
  context.fillRect(...sides)
  for (const [colour, lineWidth] of [
    [rgba(DARK, HALO), 3.5 * ratio],
    [rgba(LIGHT), 1.5 * ratio],
  ] as const) {
    context.strokeStyle = colour
    context.lineWidth = lineWidth
    context.strokeRect(...sides)
  }
}

function paintReticle(context: CanvasRenderingContext2D, { x, y }: Point, ratio: number): void {
  const [near, far] = [5 * ratio, 14 * ratio]
  for (const [colour, lineWidth] of [
    [rgba(DARK, 0.8), 4 * ratio],
    [rgba(LIGHT), 2 * ratio],
  ] as const) {
    context.beginPath()
    for (const [dx, dy] of [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ] as const) {
      context.moveTo(x + dx * near, y + dy * near)
      context.lineTo(x + dx * far, y + dy * far)
    }
    context.strokeStyle = colour
    context.lineWidth = lineWidth
    context.stroke()
  }
}
