import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import type { DeixisError } from '../../src/errors.js'
import type { Deixis } from '../../src/index.js'
import type { Shelf } from './shelf.js'

/** What differs between the ways in which a client is connected. */
export interface ServerOptions {
  /** Asked for at the first call, so that connecting loads no model. */
  deixis(): Promise<Deixis>
  /** The pictures that this client may look at again. */
  readonly shelf: Shelf
  /** How this client gives pictures: a sentence for the assistant. */
  readonly pictures: string
  readonly imageResponses: 'allow' | 'omit'
  /** Where overlays, views and exports are saved. */
  readonly outputDirectory: string
  /** Where `export` may write besides. */
  readonly directories: readonly string[]
  /** The address at which this client finds a saved file. */
  addressOf(path: string): string
  /** What a client is told of a saved file: a path only where it is on the client's own machine. */
  readonly tells: 'path' | 'address'
  /** What a client is told of a failure that was foreseen. */
  explain(error: DeixisError): string
  /** Told of every call, which it refuses by throwing; returns what is told how it ended. */
  onCall?(tool: string): (result: { readonly failed: boolean }) => void
}

/** Runs a call of a tool as one of those that are limited and measured, and that a session waits for. */
export type CountedCall = (tool: string, run: () => Promise<CallToolResult>) => Promise<CallToolResult>
