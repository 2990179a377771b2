import * as z from 'zod'
import { ModelError, throwIfAborted } from '../../errors.js'
import type { Box, Size } from '../../geometry.js'
import type { Image } from '../../image/image.js'
import { resample } from '../../image/resample.js'
import type { ChatModel, ModelPicture } from '../../llm/chat-model.js'
import { withoutThoughts } from '../../llm/thoughts.js'
import { Mask } from '../../mask/mask.js'
import type { Region } from '../../mask/region.js'
import { renderOverlay } from '../../mask/render.js'
import type { EngineContext } from '../engine.js'
import { checkPrompt } from './prompts.js'
import { jsonValues } from './reply.js'

export type Verdict = 'yes' | 'no' | 'unsure'

/** Says whether a region is what a phrase describes; `unsure` is no reason to drop it. `undefined` where nobody could look. */
export type RegionCheck = (
  image: Image,
  region: Region,
  phrase: string,
  context: EngineContext,
) => Promise<Verdict | undefined>

/** The shown part is so much larger than the region, in each direction: things are told by what is round them. */
const CONTEXT = 2

/** Of the shown part, in pixels of the image. */
const MIN_SIDE = 64

/** Servers refuse a picture that is much longer than wide. */
const MAX_ASPECT = 4

/** The longer side of the picture as sent: at most 256 visual tokens of Qwen3-VL, enough for one thing. */
const SENT_SIDE = 512

/** A small thing is shown larger, as far as there is something to see. */
const MAX_ZOOM = 4

/** A thinking model needs most of it for its thoughts. */
const MAX_TOKENS = 1024

const Answer = z.object({ answer: z.enum(['yes', 'no', 'unsure']) })

/**
 * A second look at single regions, outlined in their surroundings: a box is easily asked for and easily given, so a model
 * that was told to find something often does. An answer that can't be read is `unsure`; throws `CancelledError`.
 */
export function createRegionCheck(model: ChatModel): RegionCheck {
  return async (image, region, phrase, context) => {
    throwIfAborted(context.signal)
    const text = checkPrompt(phrase)
    const pictures = [await drawCloseUp(image, region)]
    try {
      const reply = await model.ask({ text, pictures, shape: Answer, maxTokens: MAX_TOKENS }, context.signal)
      const verdict = readVerdict(reply.text)
      context.trace?.({
        kind: 'check',
        detail: `looked at the ${region.label} again, whether it is what was asked for: ${verdict}`,
        model: model.name,
        tokens: reply.tokens,
        elapsedMs: reply.elapsedMs,
      })
      return verdict
    } catch (error) {
      if (!(error instanceof ModelError)) throw error
      context.trace?.({
        kind: 'fallback',
        detail: `${model.name} failed, so not all was looked at a second time. ${error.message}`,
        model: model.name,
      })
      return undefined
    }
  }
}

/** JSON as asked for, or the bare word; with both yes and no in an answer, neither. */
function readVerdict(text: string): Verdict {
  const answer = withoutThoughts(text)
  const stated = jsonValues(answer).flatMap((value) => Answer.safeParse(value).data?.answer ?? [])
  const said: string[] =
    stated.length > 0 ? stated : (answer.toLowerCase().match(/\b(?:yes|no|unsure)\b/g) ?? [])
  const [verdict, ...others] = new Set(said)
  return others.length === 0 && (verdict === 'yes' || verdict === 'no') ? verdict : 'unsure'
}

/** The region and what is round it, with its outline drawn and the rest a little darker. */
async function drawCloseUp(image: Image, region: Region): Promise<ModelPicture> {
  const frame = frameAround(region.mask.box, image)
  const zoom = Math.min(MAX_ZOOM, SENT_SIDE / Math.max(frame.width, frame.height))
  const size = { width: Math.round(frame.width * zoom), height: Math.round(frame.height * zoom) }
  const rect = { x0: frame.x, y0: frame.y, x1: frame.x + frame.width, y1: frame.y + frame.height }
  const closeUp = { ...image, ...size, pixels: resample(image.pixels, image, rect, size) }
  const outlined = scaledMask(region.mask, frame, size)
  const picture = await renderOverlay(closeUp, [{ ...region, mask: outlined, box: outlined.box }], {
    marks: false,
  })
  return { data: await picture.encode('jpeg'), mimeType: 'image/jpeg' }
}

/** Inside the image as far as there is room; beyond it, where its outermost pixels repeat, to be neither small nor long. */
function frameAround(box: Box, image: Size): Box {
  const wanted = (length: number, available: number) => Math.min(CONTEXT * length, available)
  const width = wanted(box.width, image.width)
  const height = wanted(box.height, image.height)
  const [x, across] = placeSpan(box.x, box.width, Math.max(width, height / MAX_ASPECT, MIN_SIDE), image.width)
  const [y, down] = placeSpan(box.y, box.height, Math.max(height, width / MAX_ASPECT, MIN_SIDE), image.height)
  return { x, y, width: across, height: down }
}

/** A span round the middle of another, moved to lie within `available`, or centred on it where it is longer. */
function placeSpan(from: number, length: number, wanted: number, available: number): [number, number] {
  const room = available - wanted
  const start = room < 0 ? room / 2 : Math.min(Math.max(0, from + (length - wanted) / 2), room)
  return [start, wanted]
}

/** What `frame` shows of a mask at another size, by the nearest pixel; nothing beyond the image. */
function scaledMask(mask: Mask, frame: Box, size: Size): Mask {
  const bitmap = mask.toBitmap()
  const scaled = new Uint8Array(size.width * size.height)
  for (let row = 0; row < size.height; row++) {
    const y = Math.floor(frame.y + ((row + 0.5) * frame.height) / size.height)
    if (y < 0 || y >= mask.height) continue
    for (let column = 0; column < size.width; column++) {
      const x = Math.floor(frame.x + ((column + 0.5) * frame.width) / size.width)
      if (x >= 0 && x < mask.width) scaled[row * size.width + column] = bitmap[y * mask.width + x]!
    }
  }
  return Mask.fromBitmap(scaled, size)
}
