import type { Conversation, Deixis } from '../../src/index.js'
import type { Inbound } from '../chat.js'
import type { Drawing } from './drawing.js'

/** How requests to a conversation are followed and withdrawn. */
export interface Follow {
  readonly signal: AbortSignal
  progress(fraction: number, message: string): void
}

/** All that answering one request takes. */
export interface Desk {
  readonly deixis: Pick<Deixis, 'open' | 'forget' | 'labels'>
  readonly talk: Conversation
  readonly inbound: Inbound
  readonly drawing: Drawing
  readonly follow: Follow
  /** Whether replies may carry buttons and menus. */
  readonly offering: boolean
}
