import { UserInputError } from '../errors.js'
import type { Box, LabelledPoint } from '../geometry.js'
import type { Image } from '../image/image.js'
import type { Mask } from '../mask/mask.js'
import type { Region } from '../mask/region.js'
import type { EngineContext, ScoredMask, Segmenter } from '../perception/engine.js'

/** How far `grow` and `shrink` may go, in pixels. */
const MAX_RADIUS = 100

/** A change to one region's mask. Lengths are in pixels of the image. */
export type Edit =
  /** Points that belong to the object, and points that do not. */
  | { action: 'points'; points: readonly LabelledPoint[] }
  /** A better box: the mask is made anew in it. */
  | { action: 'box'; box: Box }
  /** The outline, drawn after the picture; of use once the mask was pieced together or grown. */
  | { action: 'redraw' }
  | { action: 'grow' | 'shrink'; pixels: number }
  | { action: 'fill-holes' }
  /** With, without, or only where it meets the masks of other regions. */
  | { action: 'union' | 'subtract' | 'intersect'; regionIds: readonly string[] }

/** What an edit may need besides the region. */
export interface Workbench {
  pixels(): Promise<Image>
  segmenter: Segmenter
  context: EngineContext
  /** Another region of the same image. Throws where there is none. */
  find(id: string): Region
}

/** The region after the edit, id and label as before. Throws `bad-input` where nothing of the mask would be left. */
export async function edited(region: Region, edit: Edit, bench: Workbench): Promise<Region> {
  const points = edit.action === 'points' ? [...(region.points ?? []), ...edit.points] : undefined
  const { mask, score } = await editedMask(region, edit, points ?? [], bench)
  if (mask.isEmpty) {
    throw new UserInputError(
      'bad-input',
      'Nothing of the region would be left, so it stays as it was. Try other points, a larger box or a smaller number of pixels.',
    )
  }
  return { ...region, mask, score, box: mask.box, points }
}

async function editedMask(
  region: Region,
  edit: Edit,
  points: LabelledPoint[],
  { pixels, segmenter, context, find }: Workbench,
): Promise<ScoredMask> {
  const { mask, score } = region
  const others = 'regionIds' in edit ? edit.regionIds.map((id) => find(id).mask) : []
  switch (edit.action) {
    case 'points':
      return one(await segmenter.segment(await pixels(), [{ mask, points }], context))
    case 'box':
      return one(await segmenter.segment(await pixels(), [{ box: edit.box }], context))
    case 'redraw':
      return one(await segmenter.segment(await pixels(), [{ mask }], context))
    case 'grow':
      return { mask: mask.dilate(radius(edit.pixels)), score }
    case 'shrink':
      return { mask: mask.erode(radius(edit.pixels)), score }
    case 'fill-holes':
      return { mask: mask.fillHoles(), score }
    case 'union':
      return { mask: others.reduce((sum: Mask, other) => sum.union(other), mask), score }
    case 'subtract':
      return { mask: others.reduce((rest: Mask, other) => rest.subtract(other), mask), score }
    case 'intersect':
      return { mask: others.reduce((common: Mask, other) => common.intersect(other), mask), score }
  }
}

function one(masks: readonly ScoredMask[]): ScoredMask {
  return masks[0] as ScoredMask
}

function radius(pixels: number): number {
  if (pixels >= 1 && pixels <= MAX_RADIUS) return pixels
  throw new UserInputError(
    'bad-input',
    `Expected a number of pixels from 1 to ${MAX_RADIUS}, received ${pixels}.`,
  )
}
