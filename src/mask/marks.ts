import type { Box, Point, Size } from '../geometry.js'
import { boxArea, intersectBoxes } from '../geometry.js'
import type { Canvas, Rgb } from './canvas.js'
import type { DistanceField } from './distance.js'
import { DARK, inkOn, LIGHT } from './palette.js'
import type { Region } from './region.js'
import { CAP_HEIGHT, canDraw, drawText, textWidth } from './text.js'

/** A numbered plate for one region, in pixels of the drawing. */
export interface Mark {
  box: Box
  number: string
  /** Empty where only the number is shown. */
  label: string
  colour: Rgb
}

/** What a mark is to be placed for. */
export interface Marked {
  region: Region
  colour: Rgb
  field: DistanceField
}

/** Up to so many regions each mark carries its label; with more they would hide the picture. */
const MAX_LABELLED = 12
const MAX_LABEL = 24
/** In ems. */
const PLATE_HEIGHT = 1.5
/** Places looked at on each object. */
const CANDIDATES = 400

/** Pixels an em, for a drawing of this size. */
export function fontSize({ width, height }: Size): number {
  return Math.min(64, Math.max(11, Math.hypot(width, height) / 58))
}

/**
 * Marks that sit well inside their objects, or beside them where an object is too small, off each other as
 * far as there is room.
 *
 * @param scale pixels of the drawing for one of the image
 */
export function placeMarks(marked: readonly Marked[], canvas: Size, scale: number): Mark[] {
  const size = fontSize(canvas)
  const placed: Mark[] = []
  const bySize = [...marked].sort((a, b) => a.region.mask.area - b.region.mask.area)
  for (const { region, colour, field } of bySize) {
    const number = markText(region.id)
    const label = marked.length <= MAX_LABELLED ? drawableLabel(region.label) : ''
    const plate = plateSize(number, label, size)
    const candidates = [
      ...placesInside(region, field, scale, plate),
      ...placesBeside(region.box, scale, plate, size * 0.3),
    ]
    const rated = candidates.map(({ box, merit }) => {
      const inView = keepInside(box, canvas)
      const hidden = placed.reduce((sum, other) => sum + boxArea(intersectBoxes(inView, other.box)), 0)
      return { box: inView, merit: merit - (6 * hidden) / boxArea(inView) }
    })
    const best = rated.reduce((a, b) => (b.merit > a.merit ? b : a))
    placed.push({ box: best.box, number, label, colour })
  }
  return placed
}

/** A plate in the region's colour with the number, and a dark one with the label joined on to it. */
export function drawMark(canvas: Canvas, { box, number, label, colour }: Mark): void {
  const size = box.height / PLATE_HEIGHT
  const radius = box.height * 0.28
  const numberWidth = plateSize(number, '', size).width
  const baseline = box.y + (box.height + CAP_HEIGHT * size) / 2
  const rim = Math.max(1, size * 0.09)
  const around = {
    x: box.x - rim,
    y: box.y - rim,
    width: box.width + 2 * rim,
    height: box.height + 2 * rim,
  }
  canvas.fillRounded(around, radius + rim, label ? DARK : LIGHT, 0.9)
  canvas.fillRounded({ ...box, width: numberWidth }, radius, colour)
  drawText(canvas, number, box.x + (numberWidth - textWidth(number, size)) / 2, baseline, size, inkOn(colour))
  if (label) drawText(canvas, label, box.x + numberWidth + size * 0.35, baseline, size, LIGHT)
}

/** `r3` is marked 3; ids of other makers stand as they are, cut to fit. */
function markText(id: string): string {
  const text = /^r(\d+)$/.exec(id)?.[1] ?? id
  return canDraw(text) ? shorten(text, 8) : '·'
}

function drawableLabel(label: string): string {
  return canDraw(label) ? shorten(label, MAX_LABEL) : ''
}

function shorten(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text
}

function plateSize(number: string, label: string, size: number): Size {
  const height = size * PLATE_HEIGHT
  const numberWidth = Math.max(height, textWidth(number, size) + size * 0.8)
  return { height, width: numberWidth + (label ? textWidth(label, size) + size * 0.85 : 0) }
}

interface Candidate {
  box: Box
  /** 1 = sits wholly inside, the deeper the better. */
  merit: number
}

/**
 * Centred on points of the object: best far from its edge (the pole of inaccessibility), and along a bar,
 * where many points are equally far, near its middle.
 */
function placesInside({ mask }: Region, field: DistanceField, scale: number, plate: Size): Candidate[] {
  const { values, width, cell } = field
  const middle = mask.centroid
  const reach = Math.hypot(mask.box.width, mask.box.height) * scale
  const deepest = values.reduce((a, b) => Math.max(a, b), 0)
  const stride = Math.max(1, Math.floor(values.length / CANDIDATES))
  const cells = Array.from({ length: Math.ceil(values.length / stride) }, (_, i) => i * stride)
  cells.push(values.indexOf(deepest))
  // A plate is wider than high: room above and below counts in full, room at its ends partly.
  const need = Math.min(plate.height, plate.width / 3) * 0.75
  return cells
    .filter((at) => values[at]! > 0.35 * deepest)
    .map((at) => {
      const depth = values[at]! * scale
      const centre: Point = {
        x: (field.left + (at % width) + 0.5) * cell * scale,
        y: (field.top + Math.floor(at / width) + 0.5) * cell * scale,
      }
      const box = { x: centre.x - plate.width / 2, y: centre.y - plate.height / 2, ...plate }
      const offCentre = Math.hypot(centre.x - middle.x * scale, centre.y - middle.y * scale) / reach
      return { box, merit: Math.min(1, depth / need) + 0.5 * (values[at]! / deepest) - 0.4 * offCentre }
    })
}

/** Above, below, right and left of the box: for objects that a plate would hide. */
function placesBeside({ x, y, width, height }: Box, scale: number, plate: Size, gap: number): Candidate[] {
  const centreX = (x + width / 2) * scale - plate.width / 2
  const centreY = (y + height / 2) * scale - plate.height / 2
  const at = (left: number, top: number, merit: number) => ({ box: { x: left, y: top, ...plate }, merit })
  return [
    at(centreX, y * scale - plate.height - gap, 1.0),
    at(centreX, (y + height) * scale + gap, 0.95),
    at((x + width) * scale + gap, centreY, 0.9),
    at(x * scale - plate.width - gap, centreY, 0.85),
  ]
}

function keepInside(box: Box, canvas: Size): Box {
  const rim = Math.max(2, box.height * 0.1)
  return {
    ...box,
    x: Math.max(rim, Math.min(box.x, canvas.width - box.width - rim)),
    y: Math.max(rim, Math.min(box.y, canvas.height - box.height - rim)),
  }
}
