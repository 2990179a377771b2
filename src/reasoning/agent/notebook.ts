import { counted, listed } from '../../language/lexicon/morphology.js'
import { oneLine } from '../../language/model-text.js'
import type { Region } from '../../mask/region.js'
import { inventoryInWords } from '../inventory.js'
import type { AgentAnswer, Workbench } from '../reasoner.js'

/** How long an agent may go on about one question. */
export interface Limits {
  readonly modelCalls: number
  readonly toolCalls: number
  /** Milliseconds from the question to the answer. */
  readonly ms: number
}

const MAX_ANSWER = 400
const MAX_REASON = 200
const MAX_LABEL = 60

/** What an agent knows about the question at hand, besides what it said and was told. */
export interface Notebook {
  readonly workbench: Workbench
  readonly limits: Limits
  modelCalls: number
  toolCalls: number
  /** What came of each phrase that was looked for, by its plain form. */
  readonly found: Map<string, string>
  /** The marked picture that was asked for last. */
  picture: Uint8Array | undefined
  /** The answer in words that came without a tool, if there was one. */
  prose: string | undefined
  verdict: AgentAnswer | undefined
}

export function openNotebook(workbench: Workbench, limits: Limits): Notebook {
  return {
    ...{ workbench, limits, modelCalls: 0, toolCalls: 0, found: new Map() },
    ...{ picture: undefined, prose: undefined, verdict: undefined },
  }
}

/** Steps that are left before a limit. */
export function stepsLeft({ modelCalls, toolCalls, limits }: Notebook): number {
  return Math.min(limits.modelCalls - modelCalls, limits.toolCalls - toolCalls)
}

/** The regions that were picked, and why. What the model wrote is made fit to be shown. */
export function picked(reasons: ReadonlyMap<Region, string>, answer: string): AgentAnswer {
  const regions = [...reasons.keys()]
  const named = listed(regions.map(({ id, label }) => `${oneLine(label, MAX_LABEL)} ${id}`))
  return {
    selection: regions.map(({ id }) => id),
    answer: oneLine(answer, MAX_ANSWER) || `${regions.length === 1 ? 'That is' : 'These are'} ${named}.`,
    reasons: Object.fromEntries(
      [...reasons].map(([{ id, label }, reason]) => [
        id,
        oneLine(reason, MAX_REASON) || oneLine(label, MAX_LABEL),
      ]),
    ),
  }
}

/** An honest "none". */
export function none(reason: string): AgentAnswer {
  return { selection: [], answer: oneLine(reason, MAX_ANSWER) || 'Nothing in the picture fits.', reasons: {} }
}

/** What is known when no choice was made: after words without a tool, or at a limit. */
export function unsettled(
  { prose, limits, workbench }: Notebook,
  why: 'words' | 'steps' | 'time',
): AgentAnswer {
  if (why === 'words') {
    // A confused model writes its tool calls as text: that is nothing to show.
    const said = /^\s*[[{`]/.test(prose ?? '') ? '' : oneLine(prose ?? '', MAX_ANSWER)
    return none(`No region was chosen.${said ? ` The model said: “${said}”` : ''}`)
  }
  const limit =
    why === 'time'
      ? counted(Math.round(limits.ms / 1000), 'second')
      : counted(Math.min(limits.modelCalls, limits.toolCalls), 'step')
  return none(
    `I could not settle this within ${limit}. ${inventoryInWords({ regions: workbench.regions() })}`,
  )
}
