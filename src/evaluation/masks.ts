import type { Engines } from '../conversation/look.js'
import { type Box, boxArea, boxIou } from '../geometry.js'
import type { Image } from '../image/image.js'
import type { Mask } from '../mask/mask.js'
import {
  boundaryIou,
  cIou,
  gIou,
  iouOf,
  mean,
  type Overlap,
  overlapOf,
  precisionAt,
} from '../mask/metrics.js'
import type { EngineContext } from '../perception/engine.js'
import { calibrationError, correlation } from './calibration.js'
import { type Dataset, openPicture, type Picture } from './dataset.js'
import { jittered } from './jitter.js'

/** As far as a careless hand is off: 10% of the box's width or height a side. */
const JITTER = 0.1

/** A detection of less than this box IoU is of something else. */
const SAME_OBJECT_IOU = 0.5

/** Where the boxes come from that masks are made of. */
export const BOX_SOURCES = ['true boxes', 'jittered boxes', 'detected boxes'] as const
export type BoxSource = (typeof BOX_SOURCES)[number]

/** The mask made of one box, against the annotation. */
export interface MeasuredMask extends Overlap {
  source: BoxSource
  annotationId: number
  /** As annotated, in pixels. */
  area: number
  boundaryIou: number
  /** What the engine expected the IoU to be. */
  score: number
}

/** Masks every thing of the pictures from each source of boxes; a thing that no detection is of has none from there. */
export async function measureMasks(
  { pictures }: Dataset,
  engines: Engines,
  { signal, progress }: EngineContext,
): Promise<MeasuredMask[]> {
  const measured: MeasuredMask[] = []
  for (const [index, picture] of pictures.entries()) {
    progress(index / pictures.length, `picture ${index + 1} of ${pictures.length}`)
    const things = thingsIn(picture)
    if (things.length === 0) continue
    const image = await openPicture(picture, signal)
    const context = { signal, progress() {} }
    for (const source of BOX_SOURCES) {
      const boxed = await boxesFrom(source, things, image, engines, context)
      // The box alone: what is true of the thing is not for the engine to see.
      const prompts = boxed.map(({ box }) => ({ box }))
      const masks = await engines.segmenter.segment(image, prompts, context)
      for (const [i, { thing }] of boxed.entries()) {
        const { mask, score } = masks[i]!
        measured.push({
          source,
          annotationId: thing.id,
          area: thing.area,
          ...overlapOf(mask, thing.mask),
          boundaryIou: boundaryIou(mask, thing.mask),
          score,
        })
      }
    }
  }
  return measured
}

export interface MaskFigures {
  objects: number
  mIoU: number
  cIoU: number
  'boundary IoU': number
  'P@0.5': number
  'P@0.75': number
  'P@0.9': number
  /** Pearson's, of score and IoU; undefined where either does not vary. */
  correlation: number | undefined
  /** Expected calibration error of the score. */
  ECE: number
}

export function maskFigures(masks: readonly MeasuredMask[]): MaskFigures {
  const forecasts = masks.map((mask) => ({ score: mask.score, quality: iouOf(mask) }))
  return {
    objects: masks.length,
    mIoU: gIou(masks),
    cIoU: cIou(masks),
    'boundary IoU': mean(masks.map((mask) => mask.boundaryIou)),
    'P@0.5': precisionAt(masks, 0.5),
    'P@0.75': precisionAt(masks, 0.75),
    'P@0.9': precisionAt(masks, 0.9),
    correlation: correlation(forecasts),
    ECE: calibrationError(forecasts),
  }
}

/** An object to mask. */
export interface Thing {
  id: number
  area: number
  box: Box
  mask: Mask
}

/** The picture's things that have a pixel; crowds are not one thing. */
export function thingsIn({ annotations }: Picture): Thing[] {
  return annotations
    .filter(({ isThing, isCrowd, box }) => isThing && !isCrowd && boxArea(box) > 0)
    .map(({ id, area, box, mask }) => ({ id, area, box, mask: mask() }))
    .filter(({ mask }) => !mask.isEmpty)
}

async function boxesFrom(
  source: BoxSource,
  things: readonly Thing[],
  image: Image,
  { grounder }: Engines,
  context: EngineContext,
): Promise<{ thing: Thing; box: Box }[]> {
  switch (source) {
    case 'true boxes':
      return things.map((thing) => ({ thing, box: thing.box }))
    case 'jittered boxes':
      return things.map((thing) => ({ thing, box: jittered(thing.box, JITTER, thing.id) }))
    case 'detected boxes': {
      const detections = await grounder.ground(image, { everything: true }, context)
      return paired(
        things,
        detections.map(({ box }) => box),
      )
    }
  }
}

/** Things and boxes one to one, the closest first, whatever the boxes' labels: a mask does not depend on a label. */
function paired(things: readonly Thing[], boxes: readonly Box[]): { thing: Thing; box: Box }[] {
  const pairs = things
    .flatMap((thing) => boxes.map((box) => ({ thing, box, iou: boxIou(thing.box, box) })))
    .filter(({ iou }) => iou >= SAME_OBJECT_IOU)
    .sort((a, b) => b.iou - a.iou)
  const taken = new Set<Thing | Box>()
  return pairs.filter(({ thing, box }) => {
    if (taken.has(thing) || taken.has(box)) return false
    taken.add(thing).add(box)
    return true
  })
}
