import type { Box, Size } from '../../geometry.js'
import { connectedComponents } from '../../mask/components.js'
import { foregroundLength, RunBuilder } from '../../mask/runs.js'
import type { WireArea } from '../protocol.js'
import type { Letterbox } from './letterbox.js'
import type { SemanticManifest } from './manifest.js'
import { floats, type Tensor } from './model.js'

/** A connected piece counts from this share of the picture on: the rest are crumbs of the same class. */
const MIN_PIECE = 0.008

/** Logits of classes over a grid of cells: float32 [classes, height, width]; class 0 is everything else. */
export interface ClassMap extends Size {
  classes: number
  logits: Float32Array
}

/** The part of a {@link ClassMap} that belongs to one class. */
export interface ClassArea {
  /** 1 and up. */
  index: number
  /** Mean probability of the class in its cells, 0 to 1. */
  score: number
  /** Share of the cells. */
  share: number
}

/**
 * The areas of a picture, or of a crop of it, that belong to the classes of a vocabulary, with masks of the picture's size.
 *
 * @param logits [1, classes, h, w] over a letterboxed input, of which `fit` says how the crop lies in it
 * @param crop what of the picture was looked at, in whole pixels
 */
export function drawAreas(
  logits: Tensor | undefined,
  { classes, stride, minShare, calibration }: SemanticManifest,
  fit: Letterbox,
  crop: Box,
  size: Size,
): WireArea[] {
  const map = { width: fit.padded.width / stride, height: fit.padded.height / stride }
  const read = { ...map, classes: classes.length + 1, logits: floats(logits) }
  const content = {
    width: Math.ceil(fit.content.width / stride),
    height: Math.ceil(fit.content.height / stride),
  }
  const known = areasOf(read, content).flatMap(({ index, score, share }) => {
    const { label, threshold, pieces } = classes[index - 1]!
    const claimed = threshold !== undefined && score >= threshold && share >= minShare
    return claimed ? [{ index, label, pieces, score: calibrated(score, calibration) }] : []
  })
  const covered = {
    x: crop.x,
    y: crop.y,
    width: (fit.padded.width / fit.content.width) * crop.width,
    height: (fit.padded.height / fit.content.height) * crop.height,
  }
  const painted = paintClasses(
    read,
    known.map(({ index }) => index),
    covered,
    crop,
    size,
  )
  return known.flatMap(({ label, pieces, score }, i) => {
    const runs = painted[i]!
    if (!pieces) return [{ label, score, runs }]
    const [largest, ...others] = connectedComponents(runs, size)
    const least = MIN_PIECE * size.width * size.height
    const kept = others.filter((piece) => foregroundLength(piece) >= least)
    return largest ? [largest, ...kept].map((piece) => ({ label, score, runs: piece })) : []
  })
}

/** A mean probability as the share of such areas that are really there. */
function calibrated(score: number, [slope, offset]: SemanticManifest['calibration']): number {
  const logit = Math.log(score / Math.max(1e-6, 1 - score))
  return 1 / (1 + Math.exp(-(slope * logit + offset)))
}

/** The classes but the first that win any of the cells within `content`, in their order. */
export function areasOf(map: ClassMap, content: Size): ClassArea[] {
  const { classes, logits, width, height } = map
  const plane = width * height
  const sums = new Float64Array(classes)
  const counts = new Float64Array(classes)
  for (let y = 0; y < content.height; y++) {
    for (let x = 0; x < content.width; x++) {
      const at = y * width + x
      let best = 0
      for (let k = 1; k < classes; k++) if (logits[k * plane + at]! > logits[best * plane + at]!) best = k
      const highest = logits[best * plane + at]!
      let total = 0
      for (let k = 0; k < classes; k++) total += Math.exp(logits[k * plane + at]! - highest)
      sums[best]! += 1 / total
      counts[best]! += 1
    }
  }
  return Array.from(counts, (count, index) => ({
    index,
    score: count > 0 ? sums[index]! / count : 0,
    share: count / (content.width * content.height),
  })).filter(({ index, share }) => index > 0 && share > 0)
}

/**
 * For each class of `wanted` the pixels where its bilinearly interpolated logits are the highest of all, as column-major
 * runs of the image's size. Everything else wins ties.
 *
 * Along a column the interpolated logits are piecewise linear: where one class wins at two neighbouring cells, it wins
 * between them. So only the stretches where the winner changes are looked at pixel by pixel.
 *
 * @param rectangle what the grid covers, in pixels of the image; logits lie at the cells' centres, constant beyond them
 * @param frame the part of the image that is painted, in whole pixels
 */
export function paintClasses(
  map: ClassMap,
  wanted: readonly number[],
  rectangle: Box,
  frame: Box,
  size: Size,
): Uint32Array[] {
  const { classes, height: rows } = map
  const builders = wanted.map(() => new RunBuilder())
  const builderOf = new Map(wanted.map((index, i) => [index, builders[i]!]))
  const cell = rectangle.height / rows
  const bottom = frame.y + frame.height
  const column = new Float64Array(classes * rows)
  for (let x = frame.x; x < frame.x + frame.width; x++) {
    interpolateColumn(map, ((x + 0.5 - rectangle.x) / rectangle.width) * map.width - 0.5, column)
    const offset = x * size.height
    let y = frame.y
    let above = winner(column, classes, rows, 0)
    for (let i = 0; i < rows && y < bottom; i++) {
      // Pixels from here to the one before `until` lie between the centres of cells i - 1 and i.
      const until = Math.min(bottom, Math.ceil(rectangle.y + (i + 0.5) * cell - 0.5))
      const below = winner(column, classes, rows, i)
      if (above === below) {
        builderOf.get(above)?.add(offset + y, offset + Math.max(y, until))
        y = Math.max(y, until)
      }
      for (; y < until; y++) {
        const position = (y + 0.5 - rectangle.y) / cell - 0.5 - (i - 1)
        const best = winnerBetween(column, classes, rows, i - 1, position)
        builderOf.get(best)?.add(offset + y, offset + y + 1)
      }
      above = below
    }
    builderOf.get(above)?.add(offset + y, offset + bottom)
  }
  return builders.map((builder) => builder.finish(size.width * size.height))
}

/** Logits [classes, rows] along the column at `position`, in cells from the centre of the first. */
function interpolateColumn(
  { classes, logits, width, height }: ClassMap,
  position: number,
  out: Float64Array,
): void {
  const clamped = Math.min(Math.max(position, 0), width - 1)
  const left = Math.floor(clamped)
  const right = Math.min(left + 1, width - 1)
  const fraction = clamped - left
  for (let row = 0; row < classes * height; row++) {
    out[row] = logits[row * width + left]! * (1 - fraction) + logits[row * width + right]! * fraction
  }
}

function winner(column: Float64Array, classes: number, rows: number, row: number): number {
  let best = 0
  for (let k = 1; k < classes; k++) if (column[k * rows + row]! > column[best * rows + row]!) best = k
  return best
}

/** The class that wins `fraction` of the way from a row's centre to the next one's. */
function winnerBetween(
  column: Float64Array,
  classes: number,
  rows: number,
  row: number,
  fraction: number,
): number {
  let best = 0
  let highest = Number.NEGATIVE_INFINITY
  for (let k = 0; k < classes; k++) {
    const at = k * rows + row
    const value = column[at]! * (1 - fraction) + column[at + 1]! * fraction
    if (value > highest) {
      best = k
      highest = value
    }
  }
  return best
}
