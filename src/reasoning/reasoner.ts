import type { Program } from '../language/query.js'
import type { Region } from '../mask/region.js'
import type { TraceStep } from '../trace.js'

/** How a reasoner is followed and withdrawn. */
export interface ReasonerContext {
  signal: AbortSignal
  trace?(step: TraceStep): void
}

/** What a sentence is said about, as far as it helps to read it. */
export interface Situation {
  /** Labels of what is known in the picture. */
  readonly labels: readonly string[]
  /** What was said before, oldest first; a few turns are enough. */
  readonly turns: readonly { text: string; answer: string }[]
}

/** Words to a query program, by a language model. */
export interface Interpreter {
  readonly name: string
  /** `undefined` where no program expresses the sentence or the model gave none that is valid. Throws `ModelError`. */
  interpret(sentence: string, situation: Situation, context: ReasonerContext): Promise<Program | undefined>
}

/** What an agent may do to the picture under discussion. */
export interface Workbench {
  /** Looks for a phrase; what is new joins the scene. Throws `CancelledError` once `signal` fires. */
  ground(phrase: string, signal?: AbortSignal): Promise<readonly Region[]>
  /** Everything that is known so far. */
  regions(): readonly Region[]
  /** Ids of what was picked last: "them" in the question. */
  selected(): readonly string[]
  /** The picture with numbered marks on these regions, as JPEG of at most 1024 px. */
  marked(ids: readonly string[]): Promise<Uint8Array>
  /** What stands in a relation to what, in words: "r1 is on r3". */
  relations(ids: readonly string[]): readonly string[]
}

export interface AgentAnswer {
  /** Ids of the regions picked; empty for an honest "none". */
  readonly selection: readonly string[]
  readonly answer: string
  /** Why each was picked, by id. */
  readonly reasons: Readonly<Record<string, string>>
}

/** Answers what no program expresses, by using tools step by step. */
export interface Agent {
  readonly name: string
  /**
   * Stays within its limits of calls and time, and answers with what it has when it meets one. `conversationId` names the
   * thread that its memory belongs to. Throws `ModelError`, `CancelledError`.
   */
  answer(
    question: string,
    workbench: Workbench,
    conversationId: string,
    context: ReasonerContext,
  ): Promise<AgentAnswer>
}
