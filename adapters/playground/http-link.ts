import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import {
  StreamableHTTPClientTransport,
  StreamableHTTPError,
} from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { resultOf } from './called.js'
import type { CallOptions, Link, Uploaded } from './link.js'

/** Questions to a model may take minutes; each sign of progress begins the time anew. */
const TIMEOUT_MS = 180_000

/**
 * The server that this page comes from, by the addresses that everybody uses: `/mcp`, `/images`, `/files`.
 *
 * @param fetchAs fetches as whoever uses the page
 */
export function createHttpLink(fetchAs: typeof fetch): Link {
  const address = (path: string) => new URL(path, document.baseURI)
  let connected: Promise<Client> | undefined

  async function connect(): Promise<Client> {
    const client = new Client(
      { name: 'deixis-playground', version: '1' },
      // The SDK's own validator makes code of schemas, which the page's policy forbids; nothing here uses it.
      {
        jsonSchemaValidator: {
          getValidator: () => (input) => ({ valid: true, data: input as never, errorMessage: undefined }),
        },
      },
    )
    // What ends the session is sent even while the page is being left.
    const fetchOn: typeof fetch = (input, init) =>
      fetchAs(input, { ...init, keepalive: init?.method === 'DELETE' })
    const transport = new StreamableHTTPClientTransport(address('mcp'), { fetch: fetchOn })
    // The SDK's class and interface differ in `| undefined` alone.
    await client.connect(transport as Transport)
    addEventListener('pagehide', () => void transport.terminateSession().catch(() => {}), { once: true })
    return client
  }

  function client(): Promise<Client> {
    connected ??= connect().catch((error: unknown) => {
      connected = undefined
      throw error
    })
    return connected
  }

  /** A session that has rested too long is gone, or its server was started anew: another takes its place. */
  async function inSession<T>(task: (client: Client) => Promise<T>): Promise<T> {
    try {
      return await task(await client())
    } catch (error) {
      if (!(error instanceof StreamableHTTPError && error.code === 404)) throw error
      void connected?.then((lost) => lost.close())
      connected = undefined
      return task(await client())
    }
  }

  async function call<Data>(
    name: string,
    args: Record<string, unknown>,
    { signal, progress }: CallOptions,
  ): Promise<Data> {
    const result = await inSession((mcp) =>
      mcp.callTool({ name, arguments: args }, undefined, {
        signal,
        timeout: TIMEOUT_MS,
        resetTimeoutOnProgress: true,
        onprogress: ({ progress: done, message = '' }) => progress(done, message),
      }),
    ).catch((error: unknown) => {
      throw inOurWords(error)
    })
    return resultOf<Data>(result)
  }

  async function request(path: string, init: RequestInit = {}): Promise<Response> {
    const response = await fetchAs(address(path), init).catch((error: unknown) => {
      throw inOurWords(error)
    })
    if (response.ok) return response
    const { error } = await response.json().catch(() => ({ error: undefined }))
    throw new Error(error?.message ?? `The server answered ${response.status}.`)
  }

  return {
    call,
    async upload(file, { signal }) {
      const response = await request(`images?name=${encodeURIComponent(file.name)}`, {
        method: 'POST',
        body: file,
        headers: { 'Content-Type': file.type.startsWith('image/') ? file.type : 'application/octet-stream' },
        signal,
      })
      return (await response.json()) as Uploaded
    },
    picture: async (imageId) => (await request(`images/${imageId}`)).blob(),
    async deliver(saved) {
      const name = saved.slice(saved.lastIndexOf('/') + 1)
      const blob = await (await request(`files/${name}`)).blob()
      const link = document.createElement('a')
      link.href = URL.createObjectURL(blob)
      link.download = decodeURIComponent(name)
      link.click()
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
      return undefined
    },
  }
}

/** What went wrong between here and the server. */
function inOurWords(error: unknown): unknown {
  if (error instanceof TypeError) {
    return new Error('The server cannot be reached: see whether it still runs, then try again.')
  }
  if (error instanceof StreamableHTTPError) {
    const [, message] = /"message":"((?:[^"\\]|\\.)*)"/.exec(error.message) ?? []
    return new Error(
      message === undefined ? `The server answered ${error.code}.` : JSON.parse(`"${message}"`),
    )
  }
  return error
}
