import { LRUCache } from 'lru-cache'
import type { ChatModel } from '../llm/chat-model.js'
import type { Interpreter, ReasonerContext, Situation } from '../reasoning/reasoner.js'
import { correction, question, systemPrompt } from './interpret/prompt.js'
import { type Outcome, read } from './interpret/read.js'
import { oneLine } from './model-text.js'
import { inEnglish } from './print.js'
import { Program } from './query.js'

/** Longer texts are no sentences, and a model would be busy with them for minutes. */
const MAX_SENTENCE = 1000
/** A program of the deepest sentences takes some 500. */
const MAX_TOKENS = 1000
/** Programs that are remembered. */
const MAX_CACHED = 200
const MAX_SHOWN = 120

/** A sentence that was read; without a program where the model says that there is none. */
interface Read {
  readonly program: Program | undefined
}

/** Reads sentences that the grammar cannot, by asking a language model for the same programs. */
export function createInterpreter(model: ChatModel): Interpreter {
  const cache = new LRUCache<string, Read>({ max: MAX_CACHED })

  return {
    name: model.name,
    async interpret(sentence, situation, context) {
      if (sentence.length > MAX_SENTENCE) return undefined
      const key = JSON.stringify([sentence, situation.labels, situation.turns])
      const known = cache.get(key) ?? (await readByModel(sentence, situation, context))
      if (known) cache.set(key, known)
      return known?.program
    },
  }

  /** `undefined` where the model wrote no valid program, not even at the second try. */
  async function readByModel(
    sentence: string,
    situation: Situation,
    context: ReasonerContext,
  ): Promise<Read | undefined> {
    const text = question(sentence, situation)
    const first = await ask(text, context)
    const outcome = 'faults' in first ? await ask(text + correction(first.faults), context) : first
    if (!('program' in outcome)) return undefined
    return { program: outcome.program.intent === 'unclear' ? undefined : outcome.program }
  }

  async function ask(text: string, { signal, trace }: ReasonerContext): Promise<Outcome> {
    const request = { system: systemPrompt(), text, shape: Program, maxTokens: MAX_TOKENS }
    const { text: reply, truncated, tokens, elapsedMs } = await model.ask(request, signal)
    const outcome: Outcome = truncated ? { faults: ['It was too long.'] } : read(reply)
    trace?.({
      ...{ kind: 'interpret', detail: inWords(outcome), model: model.name, tokens },
      elapsedMs: Math.round(elapsedMs),
    })
    return outcome
  }
}

function inWords(outcome: Outcome): string {
  if ('faults' in outcome) return 'The reply was no valid program.'
  if ('beyond' in outcome) return 'The program was too large.'
  const { program } = outcome
  if (program.intent === 'unclear') return 'No program says what the sentence means.'
  return `Read as “${oneLine(inEnglish(program), MAX_SHOWN)}”.`
}
