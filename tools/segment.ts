import * as z from 'zod'
import { UserInputError } from '../src/errors.js'
import type { SegmentPrompt } from '../src/index.js'
import { oneLine } from '../src/language/model-text.js'
import { defineTool } from './define.js'
import {
  ParamBox,
  ParamConversation,
  ParamCurrentImage,
  ParamEverything,
  ParamExplain,
  ParamMasks,
  ParamPhrase,
  ParamPoints,
  requestOptions,
} from './params.js'
import { AnswerOutput, reportAnswer } from './report.js'

const MAX_LABEL = 80

const input = z.object({
  image: ParamCurrentImage,
  phrase: ParamPhrase,
  boxes: z
    .array(ParamBox)
    .max(100)
    .optional()
    .describe('One box round each object; one mask a box, in order.'),
  points: ParamPoints,
  everything: ParamEverything,
  label: z
    .string()
    .trim()
    .max(MAX_LABEL)
    .optional()
    .describe('With boxes or points: what they are, such as "mug".'),
  masks: ParamMasks,
  explain: ParamExplain,
  conversation_id: ParamConversation,
})

export const segment = defineTool({
  name: 'segment',
  title: 'Segment',
  description:
    'Gives a pixel-accurate mask for each object that you point at, with an overlay. Point by exactly one of: phrase ' +
    '(words), boxes (one mask each; if you can see the picture, your own boxes work for things that the phrase engine ' +
    'cannot name), points (one object), everything. An empty result means that nothing fits.',
  input,
  output: AnswerOutput,
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  async handler({ image, label, masks, explain, conversation_id, ...pointing }, context) {
    const ask = oneWay(pointing)
    const talk = context.conversation(conversation_id)
    const options = requestOptions(image, talk, context)
    const answer =
      'prompts' in ask
        ? await talk.segment(ask.prompts, {
            ...options,
            label: (label && oneLine(label, MAX_LABEL)) || undefined,
          })
        : await ('phrase' in ask ? talk.ask(ask.phrase, options) : talk.look(options))
    return reportAnswer(answer, context, { tool: 'segment', masks, explain })
  },
})

type Pointing = Pick<z.output<typeof input>, 'phrase' | 'boxes' | 'points' | 'everything'>

/** Exactly one way to point; models fill unused fields with "" and [], which count as left out. */
function oneWay({ phrase, boxes = [], points = [], everything }: Pointing) {
  const ways: Record<string, { phrase: string } | { prompts: SegmentPrompt[] } | { everything: true }> = {
    ...(phrase && { phrase: { phrase } }),
    ...(boxes.length > 0 && { boxes: { prompts: boxes.map((box) => ({ box })) } }),
    ...(points.length > 0 && { points: { prompts: [{ points }] } }),
    ...(everything && { everything: { everything } }),
  }
  const [way, ...more] = Object.values(ways)
  if (way && more.length === 0) return way
  throw new UserInputError(
    'bad-input',
    `Give exactly one of phrase, boxes, points or everything: true; received ${Object.keys(ways).join(' and ') || 'none'}.`,
  )
}
