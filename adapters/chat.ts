import type { DeixisError } from '../src/errors.js'

/**
 * The contract between deixis and a chat platform. An adapter turns what happens on its platform into an `Inbound` and a
 * `Responder`; the handler (adapters/chat/) talks about pictures and knows no platform.
 */
export interface ChatAdapter {
  readonly name: string
  readonly capabilities: Capabilities
  /** Connects, and hands every request to `handler` until `signal` fires or `stop` is called. */
  start(handler: ChatHandler, signal: AbortSignal): Promise<void>
  /** Takes no more requests, waits for those under way, leaves. */
  stop(): Promise<void>
}

export interface Capabilities {
  /** Within how many milliseconds a request has to be acknowledged, if it has to. */
  readonly ackMs?: number | undefined
  /** Largest file that a reply may carry. */
  readonly maxUploadBytes: number
  readonly threads: boolean
  readonly ephemeral: boolean
  /** Whether replies may carry buttons and menus. */
  readonly actions: boolean
  readonly modals: boolean
}

/** Fulfilled when the answer was handed over; never rejected. */
export type ChatHandler = (inbound: Inbound, responder: Responder) => Promise<void>

/** What people can ask for. `ask` is the default: plain words in a conversation. */
export const COMMANDS = ['segment', 'ask', 'look', 'refine', 'export', 'forget', 'help'] as const
export type ChatCommand = (typeof COMMANDS)[number]

/** One request: a command, a message, or a press of a button. */
export interface Inbound {
  /** Of the thread, the direct talk, or this author in this channel; [\w.:-]{1,64}. */
  readonly conversationId: string
  readonly messageId: string
  readonly author: { readonly id: string; readonly name: string }
  /** The community that it comes from: rate limits count for it as a whole. Absent in direct talk. */
  readonly spaceId?: string | undefined
  readonly command: ChatCommand
  readonly text: string
  readonly images: readonly InboundImage[]
  /** What was pressed or chosen, instead of words. */
  readonly action?: ChosenAction | undefined
  /**
   * `export`: `format` and `regions`. `refine`: `action` (grow, shrink, fill-holes, redraw, union, subtract, intersect),
   * `region`, `pixels`, and the other `regions`. Ids are separated by blanks or commas; without any the selection is meant.
   */
  readonly options?: Readonly<Record<string, string>> | undefined
  readonly signal: AbortSignal
}

/** A picture that came with a request; loaded when needed, so that a platform's credentials stay in its adapter. */
export interface InboundImage {
  readonly name: string
  readonly mimeType?: string | undefined
  /** In bytes, as the platform says. */
  readonly size?: number | undefined
  load(signal: AbortSignal): Promise<Uint8Array>
}

/**
 * Buttons (`why` ... `cutout`) and menus (`only`, `add`, `remove`: region ids; `export`: a format). They act on the
 * conversation as it stands, not as it was when they were offered.
 */
export const ACTIONS = ['why', 'undo', 'redo', 'cutout', 'only', 'add', 'remove', 'export'] as const
export type ActionName = (typeof ACTIONS)[number]

export interface ChosenAction {
  readonly name: ActionName
  readonly values: readonly string[]
}

/** Something to press (no choices) or to choose from, under a reply. */
export interface OfferedAction {
  readonly name: ActionName
  readonly label: string
  readonly choices?: readonly Choice[] | undefined
}

export interface Choice {
  readonly value: string
  readonly label: string
  readonly description?: string | undefined
}

export interface Reply {
  /** Plain words; the adapter escapes what its platform would take for markup. */
  readonly text: string
  /** One line a mark of the picture, by its number there: "3: dog, brown (r3)". */
  readonly legend?: readonly string[] | undefined
  /** Ids of the regions in the legend, in its order. */
  readonly regions?: readonly string[] | undefined
  readonly files: readonly ReplyFile[]
  readonly actions: readonly OfferedAction[]
  /** For the author's eyes only, where the platform can. */
  readonly ephemeral?: boolean | undefined
}

export interface ReplyFile {
  readonly name: string
  readonly data: Uint8Array
  readonly mimeType: string
  /** What the picture shows, in words; absent for files that are not pictures. */
  readonly alt?: string | undefined
}

/** How one request is answered: any number of `progress`, then one `reply` or `fail`. */
export interface Responder {
  /** Says that the work has begun; platforms with `ackMs` have done so already when the handler is called. */
  progress(text: string): Promise<void>
  reply(reply: Reply): Promise<void>
  fail(error: DeixisError): Promise<void>
}
