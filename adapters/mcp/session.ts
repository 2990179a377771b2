import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { createEventStore } from './event-store.js'
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

/** @param onClose told when the session has ended, whoever ended it */
export async function openSession(options: ServerOptions, onClose: () => void): Promise<Session> {
  const id = randomUUID()
  const deixis = createServer(options)
  const { server } = deixis
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: () => id,
    eventStore: createEventStore(),
  })
  server.server.onclose = onClose
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
