import * as z from 'zod'
import { defineTool } from './define.js'
import { ParamConversation, ParamImage, requestOptions } from './params.js'
import { AnswerOutput, reportAnswer } from './report.js'

export const openImage = defineTool({
  name: 'open_image',
  title: 'Open a picture',
  description:
    'Opens a picture and lists the objects in it, as numbered marks with ids. Start here to learn its size and its ' +
    'image_id; later calls in the same conversation need no image. The other tools also take the path directly.',
  input: z.object({ image: ParamImage, conversation_id: ParamConversation }),
  output: AnswerOutput,
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  async handler({ image, conversation_id }, context) {
    const talk = context.conversation(conversation_id)
    const answer = await talk.look(requestOptions(image, talk, context))
    return reportAnswer(answer, context, { tool: 'objects', draw: 'marks', always: true })
  },
})
