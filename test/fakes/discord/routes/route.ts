import type { Serialiser } from '../serialise.js'
import type { Payload } from '../wire.js'
import type { World } from '../world.js'

export interface Call extends Payload {
  readonly world: World
  readonly serialise: Serialiser
  /** What the newest session asked to see. */
  readonly intents: number
  /** Parts of the path, in order. */
  readonly params: readonly string[]
  readonly query: URLSearchParams
}

/** Answers with JSON, or with nothing (204). */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** `:name` stands for one part. */
  readonly path: string
  /** Its token is in the path, so that no authorization is needed. */
  readonly open?: true
  handle(call: Call): unknown
}
