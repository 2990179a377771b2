import { type Dataset, openPicture } from '../src/evaluation/dataset.js'
import { thingsIn } from '../src/evaluation/masks.js'
import { gIou, type Overlap, overlapOf } from '../src/mask/metrics.js'
import { createEmbeddedEngine } from '../src/perception/embedded.js'
import type { EngineContext } from '../src/perception/engine.js'
import { grabCut, grabCutReady } from './grabcut.js'
import { milliseconds, type Report, stopwatch } from './measure.js'

/** GrabCut is at its best on drawings, whose colours are flat: there the engine may fall this far short of it. */
const IOU_LIMIT = 0.95

const context: EngineContext = { signal: new AbortController().signal, progress() {} }

/** Masks from true boxes, and how long they took together. */
interface Attempt {
  overlaps: Overlap[]
  ms: number
}

/** The embedded engine beside GrabCut on the same boxes. Each picture is new to the engine: its encoder's time counts. */
export async function grabCutReport({ pictures }: Dataset): Promise<Report> {
  const { segmenter, close } = createEmbeddedEngine()
  await grabCutReady
  const ours: Attempt = { overlaps: [], ms: 0 }
  const theirs: Attempt = { overlaps: [], ms: 0 }
  // The first picture is measured twice: loading models and compiling loops is nobody's time for a box.
  for (const [index, picture] of [...pictures.slice(0, 1), ...pictures].entries()) {
    const things = thingsIn(picture)
    const image = { ...(await openPicture(picture, context.signal)), id: `grabcut-${index}` }
    const prompts = things.map(({ box }) => ({ box }))
    const rivals = [
      [ours, () => segmenter.segment(image, prompts, context)],
      [theirs, async () => prompts.map(({ box }) => ({ mask: grabCut(image, box) }))],
    ] as const
    for (const [attempt, segment] of rivals) {
      const elapsed = stopwatch()
      const masks = await segment()
      if (index === 0) continue
      attempt.ms += elapsed()
      attempt.overlaps.push(...masks.map(({ mask }, i) => overlapOf(mask, things[i]!.mask)))
    }
  }
  await close()

  const boxes = ours.overlaps.length
  const [ourIou, theirIou] = [gIou(ours.overlaps), gIou(theirs.overlaps)]
  const [ourMs, theirMs] = [ours.ms / boxes, theirs.ms / boxes]
  return {
    lines: [
      `against GrabCut on ${boxes} boxes of ${pictures.length} pictures: ${(ourIou / theirIou).toFixed(2)} × its IoU (limit ${IOU_LIMIT}); ${ourIou.toFixed(3)} against ${theirIou.toFixed(3)}`,
      `against GrabCut, time a box: ${(ourMs / theirMs).toFixed(3)} × its time; ${milliseconds(ourMs)} against ${milliseconds(theirMs)}`,
    ],
    failures: [
      ourIou < IOU_LIMIT * theirIou && "the masks are worse than GrabCut's",
      ourMs > theirMs && 'a box takes longer than with GrabCut',
    ].filter((failure) => failure !== false),
  }
}
