/** Prints how fast the embedded engine is, as ratios to a baseline of the same run; `npm run bench`. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import type { Image } from '../src/image/image.js'
import { decodeImage } from '../src/image/load.js'
import { createEmbeddedEngine } from '../src/perception/embedded.js'
import type { EngineContext } from '../src/perception/engine.js'
import type { Timings } from '../src/perception/protocol.js'
import { median, milliseconds, share, stopwatch } from './measure.js'

const PHOTO = packageFile('examples/cat.jpg')
const CLI = packageFile('dist/adapters/cli/main.js')
const SIZE = { width: 640, height: 480 }
const PHOTOS = 16
const WARM_UP = 3 // until the compiler has seen the hot loops
const NEW_PHOTO_LIMIT = 1.5
const COLD_LIMIT_S = 3

let spent: Timings = { encodeMs: 0, decodeMs: 0 }
const engine = createEmbeddedEngine({
  observe({ encodeMs, decodeMs }) {
    spent = { encodeMs: spent.encodeMs + encodeMs, decodeMs: spent.decodeMs + decodeMs }
  },
})
const context: EngineContext = { signal: new AbortController().signal, progress() {} }

/** What `work` took: wall time, and the time inside ONNX runs. */
async function measured<T>(work: () => Promise<T>): Promise<{ value: T; ms: number; onnx: Timings }> {
  spent = { encodeMs: 0, decodeMs: 0 }
  const elapsed = stopwatch()
  const value = await work()
  return { value, ms: elapsed(), onnx: spent }
}

/** One JPEG file after another, each a different picture of the same scene: shifted and brightened a little. */
async function newPhotos(): Promise<Buffer[]> {
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

async function lookAt(bytes: Uint8Array): Promise<{ image: Image; objects: number }> {
  const image = await decodeImage(bytes, 'bench.jpg')
  return { image, objects: await outlineEverything(image) }
}

async function outlineEverything(image: Image): Promise<number> {
  const detections = await engine.grounder.ground(image, { everything: true }, context)
  await engine.segmenter.segment(image, detections, context)
  return detections.length
}

const looks = []
for (const bytes of await newPhotos()) looks.push(await measured(() => lookAt(bytes)))
const steady = looks.slice(WARM_UP)
const ratios = steady.map(({ ms, onnx }) => ms / (onnx.encodeMs + onnx.decodeMs))
const objects = median(steady.map(({ value }) => value.objects))
const newPhotoMs = median(steady.map(({ ms }) => ms))

const { image } = steady[0]!.value
const followUps = []
for (const { value } of steady) followUps.push(await measured(() => outlineEverything(value.image)))
const followUpMs = median(followUps.map(({ ms }) => ms))
const encoderRuns = followUps.filter(({ onnx }) => onnx.encodeMs > 0).length

const decodeMs = async (boxes: number): Promise<number> => {
  const prompts = Array.from({ length: boxes }, (_, n) => ({
    box: { x: 20 * n, y: 10 * n, width: 250, height: 250 },
  }))
  const runs = []
  for (let n = 0; n < PHOTOS; n++)
    runs.push(await measured(() => engine.segmenter.segment(image, prompts, context)))
  return median(runs.map(({ ms }) => ms))
}
const one = await decodeMs(1)
const ten = await decodeMs(10)
await engine.close()

const elapsed = stopwatch()
const cold = spawnSync(process.execPath, [CLI, 'segment', PHOTO, 'the cat'], { encoding: 'utf8' })
const coldS = elapsed() / 1000

console.log(
  `new photo, ${SIZE.width} × ${SIZE.height}, ${objects} objects: ${median(ratios).toFixed(2)} × its ONNX runs (limit ${NEW_PHOTO_LIMIT}); ${milliseconds(newPhotoMs)}`,
)
console.log(
  `follow-up on the same photo: ${share(followUpMs, newPhotoMs)} of the first look, ${encoderRuns} encoder runs; ${milliseconds(followUpMs)}`,
)
console.log(`10 boxes: ${(ten / one).toFixed(1)} × 1 box; ${milliseconds(ten)} against ${milliseconds(one)}`)
console.log(
  `cold start, deixis segment: ${share(coldS, COLD_LIMIT_S)} of the ${COLD_LIMIT_S} s allowed; ${coldS.toFixed(2)} s, exit ${cold.status}`,
)

const failures = [
  median(ratios) > NEW_PHOTO_LIMIT && 'a new photo takes too long beside its ONNX runs',
  encoderRuns > 0 && 'a follow-up ran the encoder',
  coldS > COLD_LIMIT_S && 'the cold start takes too long',
  cold.status !== 0 && `the command failed: ${cold.stderr}`,
].filter((failure) => failure !== false)
for (const failure of failures) console.error(`FAILED: ${failure}`)
process.exitCode = failures.length > 0 ? 1 : 0

function packageFile(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url))
}
