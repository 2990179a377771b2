import { UserInputError } from '../../errors.js'
import type { Size } from '../../geometry.js'
import type { GroundQuery } from '../engine.js'
import type { Profile } from './profiles.js'

/** How it is asked: in the words of its training, or in the plainest where those gave no answer that can be read. */
export type Wording = 'trained' | 'plain'

const MAX_PHRASE = 300

/** The question for the boxes of what is looked for, in a picture of size `sent`. */
export function groundingPrompt(query: GroundQuery, wording: Wording, profile: Profile, sent: Size): string {
  const format = `${EXAMPLES[profile.key]}. ${coordinates(profile, sent)}`
  if (wording === 'plain') {
    return (
      `Find ${'everything' in query ? 'all objects' : listOf(query)} in the image. ` +
      'Answer with JSON alone and no other words. Give boxes, not points, one entry for each object: ' +
      `${format}${labelling(query)} If there is no such object, the whole answer is the word None.`
    )
  }
  const wanted =
    'everything' in query
      ? 'Locate every object in the image, each one by itself, labelled with the one or two words for what it is.'
      : `Locate every object in the image that is described by the words ${listOf(query)}.`
  return (
    `${wanted} Report the bboxes coordinates in JSON format: ${format}${labelling(query)} ` +
    "If no targets are detected in the image, simply respond with 'None'."
  )
}

/** Whether the outlined thing is what a phrase says. */
export function checkPrompt(phrase: string): string {
  return (
    'A line was drawn round one thing in this picture, and all else was made a little darker. ' +
    `Is the thing inside the line described by the words ${quoted(phrase)}? ` +
    'Answer with JSON alone: {"answer": "yes"}, {"answer": "no"}, or {"answer": "unsure"} if it cannot be told.'
  )
}

/**
 * Somebody's words as one line between double quotes: no character is left that could end the quotation, be read as a
 * token of a chat template or start JSON. Throws `UserInputError` when nothing is left, or too much.
 */
export function quoted(phrase: string): string {
  const words = phrase.replace(/[^\p{L}\p{M}\p{N}'’.,&/%+#()-]+/gu, ' ').trim()
  if (!/[\p{L}\p{N}]/u.test(words)) {
    throw new UserInputError('bad-input', 'Say in words what to look for, such as: the red suitcase.')
  }
  if (words.length > MAX_PHRASE) {
    throw new UserInputError('bad-input', `Say what to look for in at most ${MAX_PHRASE} characters.`)
  }
  return `"${words}"`
}

/** "dog" or "cat" */
function listOf(query: Exclude<GroundQuery, { everything: true }>): string {
  return 'phrase' in query ? quoted(query.phrase) : query.phrases.map(quoted).join(' or ')
}

/** With several phrases the answer has to say which one each box belongs to. */
function labelling(query: GroundQuery): string {
  return 'phrases' in query && query.phrases.length > 1
    ? ' The label is one of the quoted words, exactly as they are written above.'
    : ''
}

const EXAMPLES: Record<Profile['key'], string> = {
  bbox_2d: '[{"bbox_2d": [x1, y1, x2, y2], "label": "..."}]',
  box_2d: '[{"box_2d": [y1, x1, y2, x2], "label": "..."}]',
}

function coordinates({ grid }: Profile, { width, height }: Size): string {
  return grid === 'pixels'
    ? `Coordinates are pixels of the image, which is ${width} wide and ${height} high.`
    : 'Coordinates run from 0 to 1000 over the width and over the height of the image.'
}
