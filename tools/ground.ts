import * as z from 'zod'
import { UserInputError } from '../src/errors.js'
import { defineTool } from './define.js'
import {
  ParamConversation,
  ParamCurrentImage,
  ParamEverything,
  ParamPhrase,
  requestOptions,
} from './params.js'
import { AnswerOutput, reportAnswer } from './report.js'

export const ground = defineTool({
  name: 'ground',
  title: 'Find boxes',
  description:
    'Finds what a phrase names and returns labelled boxes with scores, without changing what the conversation has ' +
    'selected. Use it to check what is there; use segment for masks. Give a phrase, or everything: true.',
  input: z.object({
    image: ParamCurrentImage,
    phrase: ParamPhrase,
    everything: ParamEverything,
    conversation_id: ParamConversation,
  }),
  output: AnswerOutput,
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  async handler({ image, phrase, everything = false, conversation_id }, context) {
    if (Boolean(phrase) === everything) {
      throw new UserInputError('bad-input', 'Give either a phrase or everything: true.')
    }
    const talk = context.conversation(conversation_id)
    const answer = await talk.ground(phrase || undefined, requestOptions(image, talk, context))
    return reportAnswer(answer, context, { tool: 'boxes', draw: 'marks' })
  },
})
