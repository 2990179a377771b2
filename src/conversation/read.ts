import { ModelError } from '../errors.js'
import { parse } from '../language/parse.js'
import type { Program, Reading } from '../language/query.js'
import type { Region } from '../mask/region.js'
import type { EngineContext } from '../perception/engine.js'
import type { Situation } from '../reasoning/reasoner.js'
import type { Engines } from './look.js'
import { type Route, routeOf } from './route.js'
import type { State } from './state.js'

/** Longer texts point at nothing: no finder takes them for a phrase. In characters. */
const MAX_PHRASE = 300
/** Turns that an interpreter is told of. */
const TOLD_TURNS = 4

/** What a sentence means, and who is to answer it. */
export interface Read {
  readonly reading: Reading
  readonly route: Route
}

/** Reads a sentence with the grammar, and with the interpreter where that is at a loss. */
export async function read(
  sentence: string,
  regions: readonly Region[],
  situation: () => Promise<Situation>,
  engines: Engines,
  context: EngineContext,
): Promise<Read> {
  const reading = parse(sentence)
  const helpers = sentence.length > MAX_PHRASE ? { ...engines, finder: undefined } : engines
  const route = routeOf(reading, regions, helpers)
  context.trace?.({ kind: 'route', detail: `${route.by}: ${route.because}` })
  if (route.by !== 'interpreter') return { reading, route }
  const written = await interpreted(sentence, situation, engines, context)
  // Who fails to read is not asked to think: interpreter and agent are one model.
  const others = { ...helpers, interpreter: undefined, ...(written === 'failed' && { agent: undefined }) }
  if (written === undefined || written === 'failed') {
    const next = routeOf(reading, regions, others)
    context.trace?.({ kind: 'route', detail: `${next.by}: no program came of it` })
    return { reading, route: next }
  }
  // What the program says may still take eyes.
  const understood: Reading = { program: written, ignored: [], mended: [] }
  const next = routeOf(understood, regions, others)
  if (next.by !== 'rules') context.trace?.({ kind: 'route', detail: `${next.by}: ${next.because}` })
  return { reading: understood, route: next }
}

/** What a sentence is said about. */
export function situationOf(regions: readonly Region[], { turns }: State): Situation {
  return {
    labels: [...new Set(regions.map(({ label }) => label))],
    turns: turns.filter(({ text }) => text !== '').slice(-TOLD_TURNS),
  }
}

async function interpreted(
  sentence: string,
  situation: () => Promise<Situation>,
  { interpreter }: Engines,
  context: EngineContext,
): Promise<Program | 'failed' | undefined> {
  try {
    return await interpreter?.interpret(sentence, await situation(), context)
  } catch (error) {
    if (!(error instanceof ModelError)) throw error
    const detail = `${interpreter?.name} failed, so I went by the words that I know. ${error.message}`
    context.trace?.({ kind: 'fallback', detail, model: interpreter?.name })
    return 'failed'
  }
}
