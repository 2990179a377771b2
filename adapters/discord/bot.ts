import type { Client } from 'discord.js'
import type { Inbound, Responder } from '../chat.js'
import type { Arrivals } from './arrivals.js'
import type { Pictures } from './pictures.js'

/** What commands and events work with. */
export interface Bot {
  readonly client: Client
  readonly pictures: Pictures
  readonly arrivals: Arrivals
  /** Whether it is going away and takes nothing new. */
  readonly leaving: boolean
  /** Hands a request on; settles when it is answered, and never rejects. */
  handle(inbound: Omit<Inbound, 'signal'>, responder: Responder): Promise<void>
  log(line: string): void
}
