import type { Remembered } from './album.js'
import { BEGINNING, type Timeline } from './timeline.js'

/** All of a conversation that outlives its process. */
export interface Snapshot {
  /** In the order in which they were first shown. */
  readonly album: readonly Remembered[]
  readonly timeline: Timeline
  /** Ids given so far: `r1` to `r{regionCount}`, never given twice. */
  readonly regionCount: number
}

/** A conversation before anything was shown or said. */
export const BLANK: Snapshot = { album: [], timeline: BEGINNING, regionCount: 0 }

export interface Saved {
  readonly revision: number
  readonly snapshot: Snapshot
}

/** A line of {@link ConversationStore.list}. */
export interface ConversationSummary {
  readonly id: string
  /** When it last went on. */
  readonly updated: Date
  readonly turns: number
  /** What was said last; empty where nothing was. */
  readonly lastText: string
  /** Name of the current picture. */
  readonly picture: string | undefined
}

/**
 * Keeps conversations. Synchronous, so that a turn is either kept as a whole or not at all, and kept before its answer
 * is given. Old conversations may be dropped to keep within bounds.
 */
export interface ConversationStore {
  /** Grows with every save; 0 where there is no such conversation. */
  revision(id: string): number
  load(id: string): Saved | undefined
  /**
   * Keeps `snapshot`, which goes on from `since`, and returns its revision. Keeps nothing and returns `undefined` where
   * another process has saved after `since`.
   */
  save(id: string, snapshot: Snapshot, since: number): number | undefined
  /** Deletes everything about a conversation. */
  forget(id: string): void
  /** Most recent first. */
  list(): ConversationSummary[]
}

export function summaryOf(id: string, { album, timeline }: Snapshot, updated: Date): ConversationSummary {
  const { imageId, turns } = timeline.state
  return {
    id,
    updated,
    turns: turns.length,
    lastText: turns.at(-1)?.text ?? '',
    picture: album.find((image) => image.id === imageId)?.name,
  }
}
