import sharp from 'sharp'
import type { Image } from '../src/image/image.js'
import { decodeImage } from '../src/image/load.js'
import { createEmbeddedEngine } from '../src/perception/embedded.js'
import type { EngineContext } from '../src/perception/engine.js'
import type { Timings } from '../src/perception/protocol.js'
import { median, milliseconds, packageFile, type Report, share, stopwatch } from './measure.js'

const PHOTO = packageFile('examples/cat.jpg')
const SIZE = { width: 640, height: 480 }
const PHOTOS = 16
const WARM_UP = 3 // until the compiler has seen the hot loops
const NEW_PHOTO_LIMIT = 2

const context: EngineContext = { signal: new AbortController().signal, progress() {} }

/** How long the engine takes for new photos, known photos and boxes, beside what its ONNX runs take. */
export async function engineReport(): Promise<Report> {
  let spent: Timings = { encodeMs: 0, decodeMs: 0 }
  const { grounder, segmenter, close } = createEmbeddedEngine({
    observe({ encodeMs, decodeMs }) {
      spent = { encodeMs: spent.encodeMs + encodeMs, decodeMs: spent.decodeMs + decodeMs }
    },
  })

  const looks = []
  for (const bytes of await newPhotos()) {
    const look = await measured(() => decodeImage(bytes, 'bench.jpg'))
    const outlined = await measured(() => outlineEverything(look.value))
    looks.push({ image: look.value, ...outlined, ms: look.ms + outlined.ms })
  }
  const steady = looks.slice(WARM_UP)
  const ratio = median(steady.map(({ ms, onnx }) => ms / (onnx.encodeMs + onnx.decodeMs)))
  const newPhotoMs = median(steady.map(({ ms }) => ms))
  const groundMs = median(steady.map(({ value }) => value.groundMs))
  const objects = median(steady.map(({ value }) => value.objects))

  const followUps = []
  for (const { image } of steady) followUps.push(await measured(() => outlineEverything(image)))
  const followUpMs = median(followUps.map(({ ms }) => ms))
  const encoderRuns = followUps.filter(({ onnx }) => onnx.encodeMs > 0).length

  const { image } = steady[0]!
  const one = await segmentMs(1)
  const ten = await segmentMs(10)
  await close()

  return {
    lines: [
      `new photo, ${SIZE.width} × ${SIZE.height}, ${objects} objects: ${ratio.toFixed(2)} × its ONNX runs (limit ${NEW_PHOTO_LIMIT}); ${milliseconds(newPhotoMs)}`,
      `encoder and detector: ${share(groundMs, newPhotoMs)} of a new photo; ${milliseconds(groundMs)}`,
      `follow-up on the same photo: ${share(followUpMs, newPhotoMs)} of the first look, ${encoderRuns} encoder runs; ${milliseconds(followUpMs)}`,
      `10 boxes: ${(ten / one).toFixed(1)} × 1 box; ${milliseconds(ten)} against ${milliseconds(one)}`,
    ],
    failures: [
      ratio > NEW_PHOTO_LIMIT && 'a new photo takes too long beside its ONNX runs',
      encoderRuns > 0 && 'a follow-up ran the encoder',
    ].filter((failure) => failure !== false),
  }

  /** What `work` took: wall time, and the time inside ONNX runs. */
  async function measured<T>(work: () => Promise<T>): Promise<{ value: T; ms: number; onnx: Timings }> {
    spent = { encodeMs: 0, decodeMs: 0 }
    const elapsed = stopwatch()
    const value = await work()
    return { value, ms: elapsed(), onnx: spent }
  }

  async function outlineEverything(photo: Image): Promise<{ objects: number; groundMs: number }> {
    const elapsed = stopwatch()
    const detections = await grounder.ground(photo, { everything: true }, context)
    const groundMs = elapsed()
    await segmenter.segment(photo, detections, context)
    return { objects: detections.length, groundMs }
  }

  /** The median for that many boxes on a photo that the encoder has seen. */
  async function segmentMs(boxes: number): Promise<number> {
    const prompts = Array.from({ length: boxes }, (_, n) => ({
      box: { x: 20 * n, y: 10 * n, width: 250, height: 250 },
    }))
    const runs = []
    for (let n = 0; n < PHOTOS; n++) {
      runs.push(await measured(() => segmenter.segment(image, prompts, context)))
    }
    return median(runs.map(({ ms }) => ms))
  }
}

/** One JPEG file after another, each a different picture of the same scene: shifted and brightened a little. */
export async function newPhotos(): Promise<Buffer[]> {
  const wide = await sharp(PHOTO)
    .resize(SIZE.width + PHOTOS, SIZE.height, { fit: 'fill' })
    .toBuffer()
  const variants = Array.from({ length: PHOTOS }, (_, n) =>
    sharp(wide)
      .extract({ left: n, top: 0, ...SIZE })
      .linear(1, n)
      .jpeg({ quality: 90 })
      .toBuffer(),
  )
  return Promise.all(variants)
}
