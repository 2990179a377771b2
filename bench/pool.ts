import type { Image } from '../src/image/image.js'
import { decodeImage } from '../src/image/load.js'
import { createEmbeddedEngine, type EmbeddedEngine } from '../src/perception/embedded.js'
import { newPhotos } from './engine.js'
import { median, type Report, stopwatch } from './measure.js'

const CALLERS = 8
/** Looks at everything in a photo: the first encodes it. */
const LOOKS = 3
const ROUNDS = 5

/** What two workers that share the cores are worth beside one: to eight callers at once, and to one who is alone. */
export async function poolReport(): Promise<Report> {
  const engines = [createEmbeddedEngine(), createEmbeddedEngine({ workers: 2 })]
  const files = (await newPhotos()).slice(0, CALLERS)
  const photos = await Promise.all(files.map((bytes) => decodeImage(bytes, 'bench.jpg')))
  const ratios: { together: number; alone: number }[] = []
  for (let round = 0; round <= ROUNDS; round++) {
    const times = []
    for (const engine of engines) {
      const together = await timed(engine, unseen(photos, `${round}`))
      const alone = await timed(engine, unseen(photos.slice(0, 1), `${round} alone`))
      times.push({ together, alone })
    }
    const [one, two] = times as [(typeof times)[0], (typeof times)[0]]
    if (round === 0) continue // warms up
    ratios.push({ together: one.together / two.together, alone: two.alone / one.alone })
  }
  await Promise.all(engines.map((engine) => engine.close()))
  const together = median(ratios.map((ratio) => ratio.together)).toFixed(2)
  const alone = median(ratios.map((ratio) => ratio.alone)).toFixed(2)
  return {
    lines: [
      `2 workers: ${together} × the answers of 1 worker to ${CALLERS} callers at once; one alone waits ${alone} × as long`,
    ],
    failures: [],
  }
}

/** Known photos become new ones under ids that nobody has seen. */
function unseen(photos: readonly Image[], suffix: string): Image[] {
  return photos.map((photo) => ({ ...photo, id: `${photo.id} ${suffix}` }))
}

/** Milliseconds until callers, one a photo, have all their answers. */
async function timed({ grounder, segmenter }: EmbeddedEngine, photos: readonly Image[]): Promise<number> {
  const elapsed = stopwatch()
  await Promise.all(
    photos.map(async (photo, n) => {
      const context = { signal: new AbortController().signal, caller: `caller ${n}`, progress() {} }
      for (let look = 0; look < LOOKS; look++) {
        const detections = await grounder.ground(photo, { everything: true }, context)
        await segmenter.segment(photo, detections, context)
      }
    }),
  )
  return elapsed()
}
