import * as z from 'zod'
import { defineTool } from './define.js'
import {
  ParamConversation,
  ParamCurrentImage,
  ParamExplain,
  ParamMasks,
  ParamQuestion,
  requestOptions,
} from './params.js'
import { AnswerOutput, reportAnswer } from './report.js'

export const reason = defineTool({
  name: 'reason',
  title: 'Ask about a picture',
  description:
    'Answers a question by picking things in the picture, with a reason for each: "which suitcases can be removed ' +
    'without disturbing the stack?", "what is left of the dog?". Follow-ups build on the turn before: "only the red ' +
    'one", "and the other one", "everything except r3", "undo".',
  input: z.object({
    question: ParamQuestion,
    image: ParamCurrentImage,
    masks: ParamMasks,
    explain: ParamExplain,
    conversation_id: ParamConversation,
  }),
  output: AnswerOutput,
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  async handler({ question, image, masks, explain, conversation_id }, context) {
    const talk = context.conversation(conversation_id)
    const answer = await talk.ask(question, requestOptions(image, talk, context))
    return reportAnswer(answer, context, { tool: 'answer', masks, explain })
  },
})
