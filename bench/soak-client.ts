import { randomUUID } from 'node:crypto'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import type { SoakPicture } from './soak-pictures.js'

/** What happened to all clients together. */
export interface Ledger {
  /** Milliseconds of everything that was answered, by tool; "upload" and "download" among them. */
  readonly times: Map<string, number[]>
  /** Answers that are errors, and requests that failed. */
  readonly errors: string[]
  /** Turns that were answered, by conversation. */
  readonly answered: Map<string, number>
  /** What each person, by token, was last answered. */
  readonly last: Map<string, { readonly conversation: string; readonly region: string | undefined }>
}

export function createLedger(): Ledger {
  return { times: new Map(), errors: [], answered: new Map(), last: new Map() }
}

interface Answer {
  readonly saved?: string
  readonly regions?: readonly { readonly id: string }[]
}

/** Tools whose call is a turn of its conversation. */
const TURNS = ['segment', 'reason']

/**
 * One person with an assistant: a session, and in it, until `until` fires, pictures that nobody has sent before, each
 * talked about, looked at and exported; first of all they go on where they were before. What fails after `until` has fired
 * counts for nothing.
 */
export async function talk(
  url: string,
  token: string,
  pictures: readonly SoakPicture[],
  { times, errors, answered, last }: Ledger,
  until: AbortSignal,
): Promise<void> {
  const headers = { authorization: `Bearer ${token}` }

  async function timed<T>(what: string, run: () => Promise<T>): Promise<T> {
    const started = performance.now()
    const result = await run()
    const known = times.get(what) ?? []
    known.push(performance.now() - started)
    times.set(what, known)
    return result
  }

  async function upload({ bytes }: SoakPicture): Promise<string> {
    return timed('upload', async () => {
      const body = new Uint8Array(bytes())
      const response = await fetch(`${url}/images`, {
        method: 'POST',
        body,
        headers: { ...headers, 'content-type': 'image/jpeg' },
        signal: until,
      })
      if (response.status !== 201) throw new Error(`upload: ${response.status}`)
      return ((await response.json()) as { image_id: string }).image_id
    })
  }

  /** Calls in one conversation. */
  function conversing(client: Client, conversation: string) {
    return (name: string, args: Record<string, unknown>): Promise<Answer> =>
      timed(name, async () => {
        const asked = { name, arguments: { ...args, conversation_id: conversation } }
        const result = (await client.callTool(asked, undefined, { signal: until })) as CallToolResult
        if (result.isError) throw new Error(`${name}: ${JSON.stringify(result.content)}`)
        const answer = result.structuredContent as Answer
        if (TURNS.includes(name)) {
          answered.set(conversation, (answered.get(conversation) ?? 0) + 1)
          const region = answer.regions?.[0]?.id ?? last.get(token)?.region
          last.set(token, { conversation, region })
        }
        return answer
      })
  }

  async function round(client: Client, picture: SoakPicture): Promise<void> {
    last.delete(token)
    const call = conversing(client, `soak-${randomUUID()}`)
    const image = await upload(picture)
    await call('segment', { image, phrase: picture.phrase })
    for (const question of picture.questions) await call('reason', { question })
    const { regions = [] } = await call('segment', {
      image,
      boxes: [{ x: 20, y: 30, width: 200, height: 150 }],
    })
    const id = regions[0]?.id ?? 'r1'
    await call('view', { show: 'crop', regions: [id] })
    const { saved = '' } = await call('export', { regions: [id], format: 'coco' })
    await timed('download', async () => {
      const response = await fetch(saved, { headers, signal: until })
      if (!response.ok) throw new Error(`download: ${response.status}`)
      await response.arrayBuffer()
    })
  }

  async function goOn(client: Client): Promise<void> {
    const { conversation, region } = last.get(token) ?? {}
    if (conversation === undefined) return
    const call = conversing(client, conversation)
    await call('reason', { question: 'how many are there?' })
    if (region !== undefined) await call('view', { show: 'crop', regions: [region] })
  }

  const client = new Client({ name: 'deixis-soak', version: '1' })
  const transport = new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { requestInit: { headers } })
  try {
    // The SDK's class and interface differ in `| undefined` alone.
    await client.connect(transport as Parameters<Client['connect']>[0])
    await goOn(client)
    for (let i = Number.parseInt(token.slice(-4), 16); !until.aborted; i++) {
      await round(client, pictures[i % pictures.length]!)
    }
  } catch (error) {
    if (!until.aborted) errors.push(error instanceof Error ? error.message : String(error))
  } finally {
    await client.close().catch(() => {})
  }
}
