import { AIMessage, type BaseMessage, HumanMessage, type UsageMetadata } from '@langchain/core/messages'
import { createMiddleware, ToolInvocationError, ToolMessage } from 'langchain'
import { CancelledError, DeixisError } from '../../errors.js'
import { serverErrorIn } from '../../llm/failure.js'
import { withoutThoughts } from '../../llm/thoughts.js'
import type { TraceStep } from '../../trace.js'
import type { AgentAnswer } from '../reasoner.js'
import { Memory, recalled, remembered } from './memory.js'
import { type Notebook, stepsLeft, unsettled } from './notebook.js'
import { callInWords, LAST_STEP, REMINDER } from './words.js'

/** Whether the model takes pictures; found out when it is first shown one. */
export interface Sight {
  sees: boolean
}

export interface Course {
  readonly question: string
  readonly notebook: Notebook
  readonly sight: Sight
  readonly model: string
  readonly trace: (step: TraceStep) => void
}

/**
 * Keeps an agent on course: one tool call a turn, an end at the limits, a reminder where it forgets its tools; pictures
 * that are shown but never kept, a trace of every step, and a memory of a few exchanges.
 */
export function onCourse({ question, notebook, sight, model, trace }: Course) {
  let answer: AgentAnswer | undefined

  return createMiddleware({
    name: 'course',
    stateSchema: Memory,
    beforeAgent: ({ exchanges, messages }) => ({ messages: recalled(exchanges, messages.at(-1)!) }),

    async wrapModelCall(request, handler) {
      answer = notebook.verdict ?? (stepsLeft(notebook) <= 0 ? unsettled(notebook, 'steps') : undefined)
      if (answer) return new AIMessage(answer.answer)
      notebook.modelCalls++
      const started = performance.now()
      const reply = await shown(request.messages, (messages) => handler({ ...request, messages }))
      const [call] = reply.tool_calls ?? []
      const usage = reply.usage_metadata as UsageMetadata | undefined
      trace({
        kind: 'model',
        detail: call ? `Chose ${callInWords({ name: call.name, args: {} })}.` : 'Answered without a tool.',
        model,
        tokens: { input: usage?.input_tokens ?? 0, output: usage?.output_tokens ?? 0 },
        elapsedMs: Math.round(performance.now() - started),
      })
      return withOneCall(reply, notebook.modelCalls)
    },

    afterModel: {
      canJumpTo: ['model'],
      hook({ messages }) {
        const reply = messages.at(-1)
        if (answer || !AIMessage.isInstance(reply) || reply.tool_calls?.length) return undefined
        const isSecond = notebook.prose !== undefined
        notebook.prose = withoutThoughts(reply.text)
        if (isSecond || stepsLeft(notebook) <= 0) {
          answer = unsettled(notebook, 'words')
          return undefined
        }
        return { messages: [new HumanMessage(REMINDER)], jumpTo: 'model' }
      },
    },

    async wrapToolCall(request, handler) {
      const { toolCall } = request
      notebook.toolCalls++
      const started = performance.now()
      try {
        const result = await handler(request)
        const isLast = notebook.verdict === undefined && stepsLeft(notebook) === 1
        if (isLast && ToolMessage.isInstance(result)) result.content = `${result.text}\n${LAST_STEP}`
        return result
      } catch (error) {
        const content = explained(error)
        return new ToolMessage({
          content,
          tool_call_id: toolCall.id ?? '',
          name: toolCall.name,
          status: 'error',
        })
      } finally {
        const elapsedMs = Math.round(performance.now() - started)
        trace({ kind: 'tool', detail: callInWords(toolCall), elapsedMs })
      }
    },

    afterAgent({ exchanges }) {
      notebook.verdict = answer ?? unsettled(notebook, 'words')
      return remembered(exchanges, question, notebook.verdict)
    },
  })

  /** Asks with the picture put in; without it, now and ever after, where only that works. */
  async function shown(
    messages: BaseMessage[],
    ask: (messages: BaseMessage[]) => AIMessage | Promise<AIMessage>,
  ): Promise<AIMessage> {
    if (!notebook.picture || !sight.sees) return ask(messages)
    try {
      return await ask(withPicture(messages, notebook.picture))
    } catch (error) {
      if (!mayBeBlind(error)) throw error
      const reply = await ask(messages)
      sight.sees = false
      trace({ kind: 'fallback', detail: 'The model takes no pictures; it gets descriptions.', model })
      return reply
    }
  }
}

/** Puts the picture after the call that asked for it, or into the question. */
function withPicture(messages: BaseMessage[], data: Uint8Array): BaseMessage[] {
  const url = `data:image/jpeg;base64,${Buffer.from(data).toString('base64')}`
  // An address in a message of a person is the one form that the clients of every server pass on.
  const picture = { type: 'image_url', image_url: { url } }
  const asked = messages.findLastIndex((one) => ToolMessage.isInstance(one) && one.name === 'look_at_marks')
  if (asked >= 0) return messages.toSpliced(asked + 1, 0, new HumanMessage({ content: [picture] }))
  const first = messages.findLastIndex((one) => HumanMessage.isInstance(one) && one.text !== REMINDER)
  return messages.with(
    first,
    new HumanMessage({ content: [picture, { type: 'text', text: messages[first]?.text ?? '' }] }),
  )
}

/** Servers decline pictures in words of their own. */
function mayBeBlind(error: unknown): boolean {
  const problem = serverErrorIn(error)?.problem
  return problem === 'blind' || problem === 'declined'
}

/**
 * The reply with the first of its calls: what that finds may change the others. Ids are ours, for some servers give the
 * same in every answer, and LangGraph takes a message whose id it has seen for a new version of that.
 */
function withOneCall({ content, tool_calls: [call] = [] }: AIMessage, step: number): AIMessage {
  if (!call) return new AIMessage({ content })
  return new AIMessage({ content, tool_calls: [{ ...call, id: `call${String(step).padStart(5, '0')}` }] })
}

/** What the model can do about it. */
function explained(error: unknown): string {
  if (error instanceof CancelledError) throw error
  if (error instanceof DeixisError) return error.message
  if (ToolInvocationError.isInstance(error))
    return 'The arguments do not fit: give those that the tool describes.'
  return 'That tool failed. Use another one, or decide.'
}
