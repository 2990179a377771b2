import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { createEventStores } from './event-store.js'
import type { ServerOptions } from './options.js'
import { createServer } from './server.js'

/** One client over Streamable HTTP. */
export interface Session {
  readonly id: string
  /** Whether a client has begun it with `initialize`. */
  readonly begun: boolean
  /** Answers a request on the session's address. @param body the message, parsed; absent where there is none */
  handle(request: IncomingMessage, response: ServerResponse, body?: unknown): Promise<void>
  /** Whether a call is under way. */
  readonly busy: boolean
  /** Settles once no call is under way. */
  idle(): Promise<void>
  /** Ends its streams, and the calls under way. */
  close(): Promise<void>
}

/** Begins a session. @param onClose told when it has ended, whoever ended it */
export type OpenSession = (options: ServerOptions, onClose: () => void) => Promise<Session>

/** Sessions of one server share what is kept to resume their streams. @param create makes the server of a session */
export function sessionOpener(create: typeof createServer = createServer): OpenSession {
  const createEventStore = createEventStores()
  return async function openSession(options, onClose) {
    const id = randomUUID()
    const deixis = create(options)
    const { server } = deixis
    const events = createEventStore()
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: () => id,
      eventStore: events,
    })
    server.server.onclose = () => {
      events.forget()
      onClose()
    }
    // The SDK reports every request that it refuses; the client is told.
    server.server.onerror = () => {}
    // The SDK's class and interface differ in `| undefined` alone.
    await server.connect(transport as Transport)
    return {
      id,
      get begun() {
        return transport.sessionId !== undefined
      },
      handle: (request, response, body) => transport.handleRequest(request, response, body),
      get busy() {
        return deixis.busy
      },
      idle: deixis.idle,
      close: () => server.close(),
    }
  }
}
