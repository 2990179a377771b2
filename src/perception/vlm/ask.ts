import { ModelError, throwIfAborted } from '../../errors.js'
import type { Image } from '../../image/image.js'
import type { ChatModel, ChatReply } from '../../llm/chat-model.js'
import type { EngineContext, GroundQuery } from '../engine.js'
import { drawFit, type Fit, fitPicture } from './fit.js'
import type { Profile } from './profiles.js'
import { groundingPrompt, type Wording } from './prompts.js'
import { type PrintedBox, readReply } from './reply.js'

/** Room for some thoughts and sixty boxes; a model that repeats itself is stopped there. */
const MAX_TOKENS = 4096

const WORDINGS: readonly Wording[] = ['trained', 'plain']

/** Why an answer gives no boxes that can be trusted. */
export type Fault = keyof typeof FAULTS

const FAULTS = {
  blind: {
    said: 'the model said that it saw no picture',
    advice:
      'The vision model says that it was shown no picture. Check that it is a vision model, and that its server was ' +
      'started with what it needs for pictures (llama.cpp: --mmproj).',
  },
  points: {
    said: 'the answer had points instead of boxes',
    advice:
      'The vision model answered with points instead of boxes. Choose one that grounds, such as qwen3-vl.',
  },
  unreadable: {
    said: 'the answer was neither boxes nor "none"',
    advice:
      'The answer of the vision model was neither boxes nor "none", twice. Try other words, or choose a model that ' +
      'grounds, such as qwen3-vl.',
  },
  'cut-short': {
    said: 'the answer was cut off before its first box',
    advice:
      'The answer of the vision model was cut off before its first box. Choose a model that does not think at length, such ' +
      'as an "instruct" one of qwen3-vl.',
  },
  'wrong-grid': {
    said: 'the numbers of the answer fit no grid for certain',
    advice:
      'The vision model printed boxes whose numbers fit its picture in no way that is certain. Try other words, or choose ' +
      'a model that is known here, such as qwen3-vl or qwen2.5vl.',
  },
  nowhere: {
    said: 'the boxes of the answer enclose nothing',
    advice: 'The vision model printed boxes that enclose nothing. Try other words, or choose a larger model.',
  },
  misses: {
    said: 'no box was round it',
    advice:
      'The vision model could not point at a red square in a test picture, so its boxes cannot be trusted. Choose one that ' +
      'grounds, such as qwen3-vl.',
  },
} as const

export interface Question {
  readonly query: GroundQuery
  readonly image: Image
  readonly profile: Profile
  /** What the question is for, in words, for the trace. */
  readonly purpose: string
}

/** What was made of an answer, and that in words; or why nothing could be. */
export type Outcome<Found> = { readonly found: Found; readonly said: string } | { readonly fault: Fault }

/**
 * Asks for boxes, and once more in plainer words where the answer is of no use. Throws `ModelError` when that one is not
 * either.
 *
 * @param read makes something of the boxes, of which an honest "none" has none
 */
export async function askForBoxes<Found>(
  model: ChatModel,
  { query, image, profile, purpose }: Question,
  read: (boxes: readonly PrintedBox[], fit: Fit) => Outcome<Found>,
  { signal, progress, trace }: EngineContext,
): Promise<Found> {
  const fit = fitPicture(image, profile)
  const questions = WORDINGS.map((wording) => groundingPrompt(query, wording, profile, fit.sent))
  const pictures = [await drawFit(image, fit)]
  let fault: Fault = 'unreadable'
  for (const [attempt, text] of questions.entries()) {
    throwIfAborted(signal)
    progress(attempt / 2, attempt === 0 ? 'asking the vision model' : 'asking it again, more plainly')
    const reply = await model.ask({ text, pictures, maxTokens: MAX_TOKENS }, signal)
    const outcome = readAnswer(reply, (boxes) => read(boxes, fit))
    trace?.({
      kind: 'ground',
      detail: `${purpose}: ${inWords(outcome, reply)}`,
      model: model.name,
      tokens: reply.tokens,
      elapsedMs: reply.elapsedMs,
    })
    if ('found' in outcome) return outcome.found
    fault = outcome.fault
    if (fault === 'blind') break // told to guess, it would
  }
  throw new ModelError(FAULTS[fault].advice)
}

function readAnswer<Found>(
  { text, truncated }: ChatReply,
  read: (boxes: readonly PrintedBox[]) => Outcome<Found>,
): Outcome<Found> {
  const reading = readReply(text)
  if (reading.kind === 'boxes') return read(reading.boxes)
  if (reading.kind === 'none') return read([])
  return { fault: reading.kind === 'unreadable' && truncated ? 'cut-short' : reading.kind }
}

function inWords(outcome: Outcome<unknown>, { truncated }: ChatReply): string {
  if ('fault' in outcome) return FAULTS[outcome.fault].said
  return truncated ? `${outcome.said} before the answer was cut off` : outcome.said
}
