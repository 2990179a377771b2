import { HumanMessage } from '@langchain/core/messages'
import type { BaseCheckpointSaver } from '@langchain/langgraph'
import { createAgent } from 'langchain'
import { CancelledError, DeixisError, ModelError, throwIfAborted } from '../../errors.js'
import type { ChatModel } from '../../llm/chat-model.js'
import type { AgentAnswer, ReasonerContext, Workbench } from '../reasoner.js'
import { followed } from './followed.js'
import { onCourse, type Sight } from './middleware.js'
import { type Limits, type Notebook, openNotebook, unsettled } from './notebook.js'
import { agentTools } from './tools.js'
import { INSTRUCTIONS, questionInWords } from './words.js'

/** Nodes of the graph that one model call passes, with room; and those before the first and after the last. */
const NODES_PER_CALL = 4
const NODES_BESIDES = 20

/** Who answers, and within what. */
export interface Means {
  readonly model: ChatModel
  readonly sight: Sight
  readonly limits: Limits
  readonly checkpointer: BaseCheckpointSaver | undefined
}

/** One question, from the first look to the answer. */
export async function run(
  question: string,
  workbench: Workbench,
  conversationId: string,
  { signal, trace = () => {} }: ReasonerContext,
  { model, sight, limits, checkpointer }: Means,
): Promise<AgentAnswer> {
  throwIfAborted(signal)
  const timeout = AbortSignal.timeout(limits.ms)
  const either = AbortSignal.any([signal, timeout])
  const { workbench: bench, settled } = followed(workbench, either)
  const notebook = openNotebook(bench, limits)
  const agent = createAgent({
    model: await model.langChain(),
    tools: agentTools(notebook, () => sight.sees),
    systemPrompt: INSTRUCTIONS,
    middleware: [onCourse({ question, notebook, sight, model: model.name, trace })],
    ...(checkpointer && { checkpointer }),
  })
  try {
    if (sight.sees) await firstLook(notebook)
    await agent.invoke(
      { messages: [new HumanMessage(questionInWords(question, workbench))] },
      {
        configurable: { thread_id: conversationId },
        signal: either,
        // Once a question: what is on the way is of no use to the next.
        durability: 'exit',
        recursionLimit: NODES_PER_CALL * limits.modelCalls + NODES_BESIDES,
      },
    )
  } catch (error) {
    if (signal.aborted) throw new CancelledError()
    // An answer that its memory could not take in is an answer all the same.
    if (!notebook.verdict && !timeout.aborted) throw asModelError(error, model.name)
  } finally {
    await settled()
  }
  return notebook.verdict ?? unsettled(notebook, 'time')
}

/** The picture with what is known, before anything is asked. Without one the agent goes by descriptions. */
async function firstLook(notebook: Notebook): Promise<void> {
  const ids = notebook.workbench.regions().map(({ id }) => id)
  try {
    notebook.picture = await notebook.workbench.marked(ids)
  } catch (error) {
    if (error instanceof CancelledError) throw error
  }
}

/** LangChain wraps what was thrown; what it says itself may quote the server. */
function asModelError(error: unknown, name: string): DeixisError {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof DeixisError) return cause
  }
  return new ModelError(
    `The language model ${name} cannot be used as an agent: take one that calls tools, or see whether its server is up to date.`,
    { cause: error },
  )
}
