import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/**
 * What a fake model server does with a request:
 *
 * - `'a dog'` or `{ text: 'a dog' }`: answers; `truncated`: cut off at the limit of tokens; `tokens`: as counted
 * - `{ toolCalls: [{ name: 'segment_phrase', args: { phrase: 'dog' } }] }`: wants tools
 * - `{ text, pause: promise }`: sends one half, and the other when the promise is fulfilled; one that never is, stalls
 * - `{ text, cut: true }`: sends one half and drops the connection; `{ drop: true }`: drops it with no answer at all
 * - `{ status: 429, error: 'slow down', headers: { 'retry-after': '2' } }`: refuses
 * - `{ raw: '{"mess' }`: sends just this, with status 200
 */
export type Reply = string | Said | Refused | { readonly raw: string } | { readonly drop: true }

export interface Said {
  readonly text?: string
  readonly toolCalls?: readonly { readonly name: string; readonly args: Record<string, unknown> }[]
  readonly truncated?: boolean
  readonly tokens?: { readonly input: number; readonly output: number }
  readonly pause?: Promise<unknown>
  readonly cut?: true
}

interface Refused {
  readonly status: number
  readonly error?: string
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * The replies in order, or a function of each request (it may return a promise: the server is silent until then). A
 * request for which there is no reply, an undefined one included, gets status 418, and closing the server throws.
 */
export type Script =
  | readonly Reply[]
  | ((asked: Asked, index: number) => Reply | undefined | Promise<Reply | undefined>)

/** A question as the model would have got it. */
export interface Asked {
  readonly model: string
  /** All system messages, joined by line breaks. */
  readonly system: string
  /** All other messages' text, joined by line breaks. */
  readonly text: string
  /** Of all messages, decoded. */
  readonly pictures: readonly Buffer[]
  readonly messages: readonly AskedMessage[]
  /** The JSON schema that the reply is held to. */
  readonly shape: unknown
  /** Names of the tools that are offered. */
  readonly tools: readonly string[]
  readonly headers: IncomingMessage['headers']
  /** As sent. */
  readonly body: Readonly<Record<string, unknown>>
}

export interface AskedMessage {
  readonly role: string
  readonly text: string
  readonly pictures: readonly Buffer[]
}

export interface FakeModel {
  readonly name: string
  /** Default: true. */
  readonly vision?: boolean
}

export interface FakeServer extends AsyncDisposable {
  /** "http://127.0.0.1:40123", to put behind the "@" of a model's spec. */
  readonly url: string
  /** What was asked so far, refused requests included. */
  readonly asked: readonly Asked[]
  /** Resolves when `count` questions have arrived in all. */
  arrived(count: number): Promise<void>
  /** Resolves when some client has hung up before its answer was complete. */
  readonly hungUp: Promise<void>
  /** Dies: drops all connections and closes its port. */
  kill(): Promise<void>
  /** Ends the server; throws if it was asked what its script had no reply for. */
  close(): Promise<void>
}

/** How one family of servers writes and reads on the wire. */
export interface Wire {
  /** Where questions are posted. */
  readonly chat: string
  read(body: Record<string, unknown>): Omit<Asked, 'headers' | 'body'>
  /** Content type, and the parts in which an answer is sent. */
  said(said: Said, body: Readonly<Record<string, unknown>>): { type: string; parts: readonly string[] }
  error(message: string): unknown
  /** JSON of the other addresses; undefined is status 404. */
  page(path: string, body: Record<string, unknown>): unknown
}

/** A text as it comes in a stream, in a few pieces. */
export function piecesOf(text: string): string[] {
  return text.match(new RegExp(`.{1,${Math.max(8, Math.ceil(text.length / 8))}}`, 'gsu')) ?? []
}

/** A server on a free port of this machine. */
export async function startModelServer(wire: Wire, script: Script): Promise<FakeServer> {
  const asked: Asked[] = []
  const unscripted: string[] = []
  const waiting: { count: number; go: () => void }[] = []
  let hangUp = () => {}
  const hungUp = new Promise<void>((resolve) => {
    hangUp = resolve
  })
  const server = createServer((request, response) => {
    // What fails here is a client that went away, which tests do on purpose.
    serve(request, response).catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.once('close', () => {
      if (!response.writableFinished) hangUp()
    })
    const sent = await text(request)
    const body = sent === '' ? {} : JSON.parse(sent)
    if (request.url !== wire.chat) return page(request.url ?? '', body, response)
    const question = { ...wire.read(body), headers: request.headers, body }
    const index = asked.push(question) - 1
    for (const { count, go } of waiting) if (asked.length >= count) go()
    const reply = await (typeof script === 'function' ? script(question, index) : script[index])
    if (reply === undefined) {
      unscripted.push(question.text)
      return refuse({ status: 418, error: 'unscripted' }, response)
    }
    return answer(reply, body, response)
  }

  function page(path: string, body: Record<string, unknown>, response: ServerResponse): void {
    const found = wire.page(path, body)
    response.writeHead(found === undefined ? 404 : 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(found ?? wire.error('not found')))
  }

  function refuse({ status, error = '', headers }: Refused, response: ServerResponse): void {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify(wire.error(error)))
  }

  async function answer(
    reply: Reply,
    body: Readonly<Record<string, unknown>>,
    response: ServerResponse,
  ): Promise<void> {
    if (typeof reply !== 'string' && 'drop' in reply) return void response.destroy()
    if (typeof reply !== 'string' && 'status' in reply) return refuse(reply, response)
    if (typeof reply !== 'string' && 'raw' in reply) {
      response.writeHead(200, { 'content-type': 'application/json' }).end(reply.raw)
      return
    }
    const said = typeof reply === 'string' ? { text: reply } : reply
    const { type, parts } = wire.said(said, body)
    const half = Math.ceil(parts.length / 2)
    response.writeHead(200, { 'content-type': type })
    await new Promise((written) => response.write(parts.slice(0, half).join(''), written))
    await said.pause
    if (said.cut) response.destroy()
    else response.end(parts.slice(half).join(''))
  }

  async function kill(): Promise<void> {
    if (!server.listening) return
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  }

  async function close(): Promise<void> {
    await kill()
    if (unscripted.length > 0) {
      throw new Error(`The fake model server had no reply for: ${JSON.stringify(unscripted)}`)
    }
  }

  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    arrived: (count) =>
      new Promise((go) => {
        if (asked.length >= count) go()
        else waiting.push({ count, go })
      }),
    hungUp,
    kill,
    close,
    [Symbol.asyncDispose]: close,
  }
}
