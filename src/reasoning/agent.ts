import type { BaseCheckpointSaver } from '@langchain/langgraph'
import type { ChatModel } from '../llm/chat-model.js'
import type { Limits } from './agent/notebook.js'
import type { Agent } from './reasoner.js'

/** Enough to look for a few things, look twice and decide; a small model on a CPU takes half a minute a step. */
const LIMITS: Limits = { modelCalls: 10, toolCalls: 10, ms: 240_000 }

export interface ReasoningAgentOptions {
  /** Where it keeps what was said in a conversation; opened at the first question. Without one it remembers nothing. */
  checkpointer?: (() => Promise<BaseCheckpointSaver>) | undefined
  limits?: Partial<Limits> | undefined
}

/**
 * Answers by using tools step by step, over LangChain, which is loaded at the first question: looks for phrases, looks
 * at numbered marks, asks for relations, and ends with a choice or an honest "none".
 */
export function createReasoningAgent(
  model: ChatModel,
  { checkpointer, limits }: ReasoningAgentOptions = {},
): Agent {
  const sight = { sees: true }
  let opened: Promise<BaseCheckpointSaver> | undefined

  return {
    name: model.name,
    async answer(question, workbench, conversationId, context) {
      const { run } = await import('./agent/run.js')
      opened ??= checkpointer?.()
      return run(question, workbench, conversationId, context, {
        ...{ model, sight, limits: { ...LIMITS, ...limits } },
        checkpointer: await opened,
      })
    },
  }
}
