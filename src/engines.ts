import type { BaseCheckpointSaver } from '@langchain/langgraph'
import type { Engines } from './conversation/look.js'
import { ConfigurationError } from './errors.js'
import { createInterpreter } from './language/interpret.js'
import type { ChatModel } from './llm/chat-model.js'
import { createChatModel } from './llm/create-chat-model.js'
import { parseModelSpec } from './llm/model-spec.js'
import { createEmbeddedEngine, type EmbeddedOptions } from './perception/embedded.js'
import type { Grounder } from './perception/engine.js'
import type { EngineLoad } from './perception/pool.js'
import { createRegionCheck } from './perception/vlm/check.js'
import { createVlmGrounder } from './perception/vlm/grounder.js'
import { createReasoningAgent } from './reasoning/agent.js'

export interface EngineOptions extends EmbeddedOptions {
  /**
   * Who finds what people name: `"embedded"` (the default), a vision-language model as `"PROVIDER:MODEL[@URL]"`, such as
   * `"ollama:qwen3-vl:4b"`, or one of your own. The embedded engine stays at hand for what is seen at a glance, and for
   * when a model fails.
   */
  grounder?: string | Grounder | undefined
  /** Who reads what the grammar cannot: `"rules"` (the default) for nobody, or a language model, named as above. */
  reasoner?: string | undefined
  /** Whether the grounder's model takes a second look at each region that it found. */
  check?: boolean | undefined
  /** The key for the model server at an address. */
  apiKeyFor?: ((url: string) => string | undefined) | undefined
}

/** Everybody who is asked about a picture. Models are contacted when first asked. */
export interface Ensemble extends Engines {
  /** What the embedded engine has names for. */
  readonly labels: readonly string[]
  /** What the embedded engine's workers have to do, and have done so far. */
  load(): EngineLoad
  /** Lets go of what an agent remembers of a conversation. */
  forget(conversationId: string): Promise<void>
  close(): Promise<void>
}

/**
 * @param storeFile where an agent's memory is kept; in memory alone without it
 * @throws ConfigurationError for a model's name that cannot be read
 */
export function createEngines(
  { grounder = 'embedded', reasoner = 'rules', check = false, apiKeyFor, ...embedded }: EngineOptions,
  storeFile: string | undefined,
): Ensemble {
  const glance = createEmbeddedEngine(embedded)
  const modelFor = (role: string, nobody: string, name: string): ChatModel | undefined => {
    if (name === nobody) return undefined
    try {
      return createChatModel(name, { apiKey: apiKeyFor?.(parseModelSpec(name).url) })
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error
      const message = `The ${role} is "${nobody}" or a model. ${error.message}`
      throw new ConfigurationError(message, { cause: error })
    }
  }
  const eye = typeof grounder === 'string' ? modelFor('grounder', 'embedded', grounder) : undefined
  if (check && !eye) {
    throw new ConfigurationError(
      'A second look (--check) needs a vision-language model: name one with --grounder.',
    )
  }
  const mind = modelFor('reasoner', 'rules', reasoner)
  let opened: Promise<BaseCheckpointSaver> | undefined
  // LangGraph is loaded when somebody asks what takes an agent.
  const memory = () =>
    (opened ??= import('./store/checkpoints.js').then(({ createCheckpointer }) =>
      createCheckpointer(storeFile),
    ))
  const own = typeof grounder === 'string' ? undefined : grounder
  return {
    grounder: own?.labels ? own : glance.grounder,
    segmenter: glance.segmenter,
    namer: own?.labels ? undefined : glance.namer,
    finder: eye ? createVlmGrounder(eye) : own?.labels ? undefined : own,
    check: check && eye ? createRegionCheck(eye) : undefined,
    interpreter: mind && createInterpreter(mind),
    agent: mind && createReasoningAgent(mind, { checkpointer: memory }),
    get labels() {
      return glance.grounder.labels
    },
    load: glance.load,
    forget: async (conversationId) => (await opened)?.deleteThread(conversationId),
    close: glance.close,
  }
}
