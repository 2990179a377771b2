import type { Image } from '../image/image.js'
import type { Detection, EngineContext, Grounder } from '../perception/engine.js'
import {
  type AreaRule,
  averagePrecision,
  averageRecall,
  type ClassInImage,
  IOU_THRESHOLDS,
  type ScoredBox,
  tally,
} from './average-precision.js'
import { type Dataset, openPicture, type Picture } from './dataset.js'

/** The box IoU at which a detection is of an object. */
const SAME_OBJECT_IOU = 0.5

/** The detector that is measured. */
export interface Detector {
  /** What it finds at the thresholds that ship. */
  grounder: Grounder
  /** Every candidate, down to scores that nobody would show: a curve of precision over recall needs them. */
  candidates(image: Image, context: EngineContext): Promise<Detection[]>
}

/** One label: what is annotated and what was found, picture by picture. */
export interface MeasuredClass {
  label: string
  candidates: readonly ClassInImage[]
  shipped: readonly ClassInImage[]
}

/** Detects in all pictures. Other labels than those of the data set's things are left out: they cannot be judged. */
export async function measureBoxes(
  { things, pictures }: Dataset,
  { grounder, candidates }: Detector,
  { signal, progress }: EngineContext,
): Promise<MeasuredClass[]> {
  const context = { signal, progress() {} }
  const found: { picture: Picture; candidates: Detection[]; shipped: Detection[] }[] = []
  for (const [index, picture] of pictures.entries()) {
    progress(index / pictures.length, `picture ${index + 1} of ${pictures.length}`)
    const image = await openPicture(picture, signal)
    found.push({
      picture,
      candidates: await candidates(image, context),
      shipped: await grounder.ground(image, { everything: true }, context),
    })
  }
  return things.map((label) => {
    const inImage = (picture: Picture, detections: readonly ScoredBox[]): ClassInImage => ({
      truths: picture.annotations.filter((one) => one.label === label),
      detections,
    })
    const named = (detections: readonly Detection[]) => detections.filter((one) => one.label === label)
    return {
      label,
      candidates: found.map(({ picture, candidates }) => inImage(picture, named(candidates))),
      shipped: found.map(({ picture, shipped }) => inImage(picture, named(shipped))),
    }
  })
}

export interface BoxFigures {
  objects: number
  /** COCO's, over box IoUs 0.50 to 0.95; undefined, as all that follow, where there is nothing to measure. */
  AP: number | undefined
  AP50: number | undefined
  'AR@100': number | undefined
  /** Over all classes together, at the thresholds that ship and a box IoU of 0.5. */
  precision: number | undefined
  recall: number | undefined
  F1: number | undefined
}

export function boxFigures(classes: readonly MeasuredClass[], counts: AreaRule): BoxFigures {
  const [loose, ...strict] = IOU_THRESHOLDS.map((minIou) =>
    classes.map(({ candidates }) => tally(candidates, minIou, counts)),
  )
  const all = [...loose!, ...strict.flat()]
  const shipped = classes.map((one) => tally(one.shipped, SAME_OBJECT_IOU, counts))
  const objects = shipped.reduce((sum, one) => sum + one.objects, 0)
  const verdicts = shipped.flatMap((one) => one.verdicts)
  const right = verdicts.filter(({ isRight }) => isRight).length
  return {
    objects,
    AP: averagePrecision(all),
    AP50: averagePrecision(loose!),
    'AR@100': averageRecall(all),
    precision: share(right, verdicts.length),
    recall: share(right, objects),
    F1: share(2 * right, verdicts.length + objects),
  }
}

function share(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole
}
