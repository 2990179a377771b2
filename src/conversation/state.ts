import type { Program } from '../language/query.js'
import type { Region } from '../mask/region.js'

/** What is known of one picture. */
export interface Findings {
  readonly regions: readonly Region[]
  /** Whether somebody looked for everything in the picture: until then only what was pointed at is known. */
  readonly explored: boolean
  /** Whether the regions are somebody else's: then no engine looks for more. */
  readonly given: boolean
  /** Taken out again by an undo or a second look: no answer has them, but their ids stay valid. */
  readonly retired: readonly Region[]
  /** Nouns that an engine which takes any phrase, or a namer, has looked for: none of them is missed any more. */
  readonly sought: readonly string[]
  /** Nouns that were looked for, and that nothing goes by which only may: the dogs that are known are no collies. */
  readonly ruledOut: readonly string[]
}

export const NOTHING_KNOWN: Findings = {
  regions: [],
  explored: false,
  given: false,
  retired: [],
  sought: [],
  ruledOut: [],
}

/** One thing said and what came of it. */
export interface Turn {
  readonly text: string
  readonly imageId: string
  /** Ids of the regions that were picked. */
  readonly selection: readonly string[]
  readonly answer: string
  readonly reasons: Readonly<Record<string, string>>
  /** What it was about, for "the red one" later. */
  readonly noun?: string | undefined
  /** What it was understood as, for "and on the left?" later; none where nobody spoke. */
  readonly program?: Program | undefined
}

/** All that a conversation knows. Never changed in place, so that undo is to go back to an earlier one. */
export interface State {
  /** The current picture. */
  readonly imageId: string | undefined
  readonly findings: ReadonlyMap<string, Findings>
  /** Oldest first. */
  readonly turns: readonly Turn[]
}

export function findingsOf(state: State, imageId: string): Findings {
  return state.findings.get(imageId) ?? NOTHING_KNOWN
}

export function withFindings(state: State, imageId: string, findings: Findings): State {
  return { ...state, findings: new Map(state.findings).set(imageId, findings) }
}

/**
 * Turns about one picture that found something, oldest first: an answer of "none" leaves what "it" means alone. None
 * from before the selection was cleared.
 */
export function fruitful({ turns }: State, imageId: string): Turn[] {
  const since = turns.findLastIndex(
    ({ program }) => program?.intent === 'clear' || program?.intent === 'reset',
  )
  return turns.slice(since + 1).filter((turn) => turn.imageId === imageId && turn.selection.length > 0)
}

/** The regions that a turn picked, of those that are known of its picture. */
export function regionsOf(turn: Turn | undefined, regions: readonly Region[]): Region[] {
  const ids = new Set(turn?.selection)
  return regions.filter(({ id }) => ids.has(id))
}
