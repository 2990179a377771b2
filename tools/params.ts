import * as z from 'zod'
import { DeixisError } from '../src/errors.js'
import type { Conversation, RequestOptions } from '../src/index.js'
import type { ToolContext } from './define.js'

/** Wider than any picture that deixis opens; JSON schemas need explicit bounds. */
const MAX_COORDINATE = 65_535

/** In characters: a data: URI of a picture somewhat above the 25 MB that deixis reads, to be refused clearly. */
const MAX_SOURCE = 40_000_000

const coordinate = z.number().min(0).max(MAX_COORDINATE)
const length = z.number().min(1).max(MAX_COORDINATE)

export const ParamImage = z
  .string()
  .min(1)
  .max(MAX_SOURCE)
  .describe(
    'The picture: an absolute path, file:// or https:// address, image_id from an earlier result, or small data: URI. ' +
      'A picture attached to the chat never reaches this tool as bytes: ask the user for its path or address.',
  )

export const ParamCurrentImage = z
  .string()
  .max(MAX_SOURCE)
  .optional()
  .describe(
    'As in open_image: absolute path, address or image_id; chat attachments do not arrive. ' +
      "Left out: the conversation's current picture.",
  )

/** What a conversation may be called. */
export const CONVERSATION_ID = /^[\w.:-]{1,64}$/

export const ParamConversation = z
  .string()
  .regex(CONVERSATION_ID, 'expected 1 to 64 letters, digits, or . _ : -')
  .optional()
  .describe(
    'Keeps the current picture, region ids and earlier turns, also when the server restarts: the id in an earlier result ' +
      'goes on from there. Left out: a conversation of your own. Another id talks about pictures side by side.',
  )

export const ParamPhrase = z
  .string()
  .trim()
  .max(500)
  .optional()
  .describe(
    'What to find, in plain English: "the red car on the left", "people holding an umbrella", "the teapot", "the sky".',
  )

export const ParamQuestion = z
  .string()
  .trim()
  .min(1)
  .max(1000)
  .describe('Any question or request whose answer is a set of things in the picture, follow-ups included.')

export const ParamEverything = z.boolean().optional().describe('True: every object that the engine can name.')

export const ParamBox = z
  .object({
    x: coordinate.describe('Left edge'),
    y: coordinate.describe('Top edge'),
    width: length,
    height: length,
  })
  .describe(
    'In pixels of the full picture (width and height come with every result), not 0 to 1 or 0 to 1000.',
  )

export const ParamPoints = z
  .array(
    z.object({
      x: coordinate,
      y: coordinate,
      positive: z.boolean().default(true).describe('False: this point is not on the object'),
    }),
  )
  .max(64)
  .optional()
  .describe('Points on (or off) one object, in pixels of the full picture.')

export const ParamRegion = z
  .string()
  .min(1)
  .max(64)
  .describe('A region id from an earlier result, such as "r2".')

export const ParamRegions = z
  .array(ParamRegion)
  .min(1)
  .max(500)
  .describe('Region ids from earlier results, such as ["r1", "r3"].')

export const ParamMasks = z
  .boolean()
  .optional()
  .describe(
    'True: add each mask to the structured result as COCO run-length. Large; prefer export, which writes a file.',
  )

export const ParamExplain = z
  .boolean()
  .optional()
  .describe(
    'True: also say how the answer came about: who answered and why, which models were asked, at what cost.',
  )

/**
 * The options that every question to a conversation takes. A picture that is named is being opened, not open yet: the
 * request takes its place in the conversation first, so that calls are answered in the order in which they came.
 */
export function requestOptions(
  image: string | undefined,
  talk: Conversation,
  { deixis, signal, progress, caller }: ToolContext,
): RequestOptions {
  const options = { signal, progress, caller }
  if (!image) return options
  const opening = deixis.open(image, { signal }).catch((error: unknown) => {
    // An id from before a restart: the conversation knows where its picture is.
    if (!(error instanceof DeixisError) || error.code !== 'unknown-image') throw error
    return talk.loadImage(image, { signal }).catch((missing) => {
      throw missing.code === 'unknown-image' ? error : missing
    })
  })
  opening.catch(() => {}) // whoever waits for it is told; nobody else has to be
  return { ...options, image: opening }
}
