import type { Region } from '../mask/region.js'
import { type Findings, findingsOf, NOTHING_KNOWN, type State, type Turn, withFindings } from './state.js'

/** Steps that can be undone. */
const MAX_STEPS = 50
/** Turns that are remembered; the oldest go first. */
const MAX_TURNS = 500

/** Where a conversation is, where it came from, and what an undo took back. Never changed in place. */
export interface Timeline {
  /** Oldest first. */
  readonly past: readonly State[]
  readonly state: State
  /** What "redo" goes to, nearest first. */
  readonly future: readonly State[]
}

export const BEGINNING: Timeline = {
  past: [],
  state: { imageId: undefined, findings: new Map(), turns: [] },
  future: [],
}

/** A step that can be undone. */
export function advanced({ past, state }: Timeline, next: State): Timeline {
  return { past: [...past, state].slice(-MAX_STEPS), state: next, future: [] }
}

/** A step that ends a turn. */
export function answered(timeline: Timeline, state: State, turn: Turn): Timeline {
  return advanced(timeline, { ...state, turns: [...state.turns, turn].slice(-MAX_TURNS) })
}

/** Back by one step; `undefined` at the beginning. */
export function undone({ past, state, future }: Timeline): Timeline | undefined {
  const before = past.at(-1)
  return before && { past: past.slice(0, -1), state: arrivedAt(before, state), future: [state, ...future] }
}

/** Forward again; `undefined` where nothing was undone. */
export function redone({ past, state, future }: Timeline): Timeline | undefined {
  const [next, ...rest] = future
  return next && { past: [...past, state], state: arrivedAt(next, state), future: rest }
}

/** What looking at a picture has brought. */
export interface Sighting {
  readonly regions: readonly Region[]
  /** Ids of regions that turned out to be none. */
  readonly rejected?: readonly string[]
  /** Regions that are known, under another name: what was a dog is a collie. */
  readonly renamed?: readonly Region[]
  /** See {@link Findings.sought}. */
  readonly sought?: readonly string[]
  /** See {@link Findings.ruledOut}. */
  readonly ruledOut?: readonly string[]
}

/** With what an engine has seen: seeing is no step, so it is known in every state. */
export function seen(
  timeline: Timeline,
  imageId: string,
  { regions, rejected = [], renamed = [], sought = [], ruledOut = [] }: Sighting,
): Timeline {
  // States share findings, and have to go on sharing them: what is shared is stored once.
  const renewed = new Map<Findings, Findings>()
  return everywhere(timeline, (state) => {
    const known = findingsOf(state, imageId)
    const more = renewed.get(known) ?? extended(known)
    renewed.set(known, more)
    return withFindings(state, imageId, more)
  })

  function extended(known: Findings): Findings {
    const isRejected = ({ id }: Region) => rejected.includes(id)
    const asNamed = (one: Region) => {
      const other = renamed.find(({ id }) => id === one.id)
      return other ? { ...one, label: other.label, score: other.score } : one
    }
    return {
      ...known,
      explored: true,
      regions: [...known.regions.filter((one) => !isRejected(one)).map(asNamed), ...regions],
      retired: [...known.retired, ...known.regions.filter(isRejected)],
      sought: [...known.sought, ...sought],
      ruledOut: [...known.ruledOut, ...ruledOut],
    }
  }
}

/** With regions that somebody else found: they are all that is known of the picture. */
export function given(timeline: Timeline, imageId: string, regions: readonly Region[]): Timeline {
  const findings: Findings = { ...NOTHING_KNOWN, regions, explored: true, given: true }
  return everywhere(timeline, (state) => withFindings(state, imageId, findings))
}

/** Without anything of a picture. */
export function forgotten(timeline: Timeline, imageId: string): Timeline {
  return everywhere(timeline, (state) => {
    const findings = new Map(state.findings)
    findings.delete(imageId)
    return { ...state, findings }
  })
}

function everywhere({ past, state, future }: Timeline, change: (state: State) => State): Timeline {
  return { past: past.map(change), state: change(state), future: future.map(change) }
}

/** The state moved to; of the one left behind it keeps pictures shown since, and the ids of regions that are no more. */
function arrivedAt(target: State, left: State): State {
  return [...left.findings].reduce((state, [imageId, { regions, retired, ...known }]) => {
    const there = target.findings.get(imageId)
    const ids = new Set(there?.regions.map(({ id }) => id))
    const gone = [...regions, ...retired].filter(({ id }) => !ids.has(id))
    if (there && gone.length + there.retired.length === 0) return state
    const kept = there ?? { ...known, regions: [] }
    return withFindings(state, imageId, { ...kept, retired: gone })
  }, target)
}
