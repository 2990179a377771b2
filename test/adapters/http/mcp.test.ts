import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { describe, expect, it, vi } from 'vitest'
import { box, dataOf, eventually, gate, png, type Started, start, textOf } from './start.js'

const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
}
const HEADERS = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' }

function post(server: Started, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return server.fetch('/mcp', { method: 'POST', body: text, headers: { ...HEADERS, ...headers } })
}

/** Begins a session and returns the header that names it. */
async function begin(server: Started) {
  const response = await post(server, INITIALIZE)
  await response.text()
  return { 'mcp-session-id': response.headers.get('mcp-session-id') ?? '' }
}

async function shows(server: Started, metric: string): Promise<void> {
  expect((await (await server.fetch('/metrics')).text()).split('\n')).toContain(metric)
}

describe('a session', () => {
  it('segments an uploaded picture and says where the overlay is', async () => {
    const server = await start()
    const { call } = await server.connect()
    const image = await server.upload(await png(), { name: 'cup.png' })
    const result = await call('segment', { image, boxes: [box], conversation_id: 'mine' })
    const { image_id, conversation_id, saved } = dataOf(result)
    expect({ image_id, conversation_id }).toEqual({ image_id: image, conversation_id: 'mine' })
    expect(saved).toBe(`${server.url}/files/cup-segment-1.jpg`)
    expect(textOf(result)).toContain(`Saved: ${saved}`)
    expect(result.content).toContainEqual(expect.objectContaining({ type: 'resource_link', uri: saved }))
    expect(JSON.stringify(result)).not.toContain(server.folder)
    const file = await fetch(String(saved))
    expect(file.headers.get('content-type')).toBe('image/jpeg')
  })

  it('has ids that nobody guesses, and no two the same', async () => {
    const server = await start()
    const ids = await Promise.all([begin(server), begin(server), begin(server)])
    expect(new Set(ids.map((id) => id['mcp-session-id'])).size).toBe(3)
    for (const id of ids) expect(id['mcp-session-id']).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  })

  it('ends with DELETE', async () => {
    const server = await start()
    const session = await begin(server)
    const ended = await server.fetch('/mcp', { method: 'DELETE', headers: session })
    expect(ended.status).toBe(200)
    const after = await post(server, { jsonrpc: '2.0', id: 2, method: 'tools/list' }, session)
    expect(after.status).toBe(404)
    expect(await after.json()).toMatchObject({ jsonrpc: '2.0', id: null, error: { code: -32001 } })
  })

  it('ends when it has rested long enough, and not during a call', async () => {
    const { opened, open } = gate()
    const called = vi.fn(() => opened)
    const server = await start({ timeouts: { restMs: 800 }, entered: called })
    const { call } = await server.connect()
    const image = await server.upload(await png())
    const running = call('segment', { image, boxes: [box] })
    await eventually(() => expect(called).toHaveBeenCalled())
    const resting = await begin(server)
    await eventually(() => shows(server, 'deixis_sessions 1'))
    const list = { jsonrpc: '2.0', id: 2, method: 'tools/list' }
    expect((await post(server, list, resting)).status).toBe(404)
    open()
    expect((await running).isError).toBeFalsy()
  })

  it('gives way to a new one of its owner where there are too many, unless it is in use', async () => {
    const server = await start({ flags: { maxSessions: '2' } })
    const [first, second] = [await begin(server), await begin(server)]
    const open = await server.fetch('/mcp', { headers: { ...second, accept: 'text/event-stream' } })
    const third = await begin(server)
    const list = { jsonrpc: '2.0', id: 2, method: 'tools/list' }
    expect((await post(server, list, first)).status).toBe(404)
    const also = await server.fetch('/mcp', { headers: { ...third, accept: 'text/event-stream' } })
    const fourth = await post(server, INITIALIZE)
    expect([fourth.status, fourth.headers.get('retry-after')]).toEqual([503, '30'])
    await Promise.all([open.body?.cancel(), also.body?.cancel()])
  })

  it('does not give way while a call goes on without its connection', async () => {
    const { opened, open } = gate()
    const called = vi.fn(() => opened)
    const server = await start({ flags: { maxSessions: '1' }, entered: called })
    const image = await server.upload(await png())
    const params = { name: 'segment', arguments: { image, boxes: [box] } }
    const session = await begin(server)
    const response = await post(server, { jsonrpc: '2.0', id: 2, method: 'tools/call', params }, session)
    await eventually(() => expect(called).toHaveBeenCalled())
    await response.body?.cancel()
    const closed = 'deixis_http_requests_total{route="/mcp",method="POST",status="200"} 2'
    await eventually(() => shows(server, closed))
    expect((await post(server, INITIALIZE)).status).toBe(503)
    open()
    await eventually(async () => expect((await post(server, INITIALIZE)).status).toBe(200))
  })
})

describe('a message', () => {
  it('without a session is refused unless it begins one', async () => {
    const server = await start()
    const response = await post(server, { jsonrpc: '2.0', id: 1, method: 'tools/list' })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({
      error: { code: -32000, message: expect.stringContaining('Mcp-Session-Id') },
    })
    expect((await server.fetch('/mcp', { headers: { accept: 'text/event-stream' } })).status).toBe(400)
  })

  it.each(['no-such-session', '../../etc', ' '])('for the unknown session "%s" is refused', async (id) => {
    const server = await start()
    const list = { jsonrpc: '2.0', id: 1, method: 'tools/list' }
    expect((await post(server, list, { 'mcp-session-id': id })).status).toBe(404)
  })

  it.each([
    '{"jsonrpc":',
    '',
    'null',
    '7',
    '{"jsonrpc":"1.0","id":1,"method":"initialize"}',
    '{"jsonrpc":"2.0","id":{},"method":"initialize"}',
    `[${'['.repeat(50_000)}`,
  ])('that is no JSON-RPC is refused: %.40s', async (text) => {
    const server = await start()
    for (const session of [{}, await begin(server)]) {
      const response = await post(server, text, session)
      expect(response.status).toBe(400)
      expect(await response.text()).not.toMatch(/\bat .*:\d+|node_modules/)
    }
    expect((await server.fetch('/healthz')).status).toBe(200)
  })

  it('may hold a large picture as data: 11 MB, and one beyond every limit is refused', async () => {
    const server = await start()
    const session = await begin(server)
    const call = (length: number) => ({
      jsonrpc: '2.0',
      id: 2,
      method: 'tools/call',
      params: {
        name: 'open_image',
        arguments: { image: `data:image/png;base64,${'A'.repeat(length)}` },
      },
    })
    const large = await post(server, call(11_000_000), session)
    expect(large.status).toBe(200)
    expect(await large.text()).toMatch(/not a picture/)
    expect((await post(server, call(36_000_000), session)).status).toBe(413)
  })

  it('other than POST, GET and DELETE is refused', async () => {
    const server = await start()
    const session = await begin(server)
    expect((await server.fetch('/mcp', { method: 'PUT', headers: session })).status).toBe(405)
  })
})

describe('a stream that broke', () => {
  it('is taken up where it broke, and by its own session alone', async () => {
    const { opened, open } = gate()
    const called = vi.fn(() => opened)
    const server = await start({ entered: called, timeouts: { restMs: 800 } })
    const image = await server.upload(await png())
    const session = await begin(server)
    const version = { 'mcp-protocol-version': '2025-11-25' }
    const controller = new AbortController()
    const message = {
      jsonrpc: '2.0',
      id: 7,
      method: 'tools/call',
      params: { name: 'segment', arguments: { image, boxes: [box] } },
    }
    const response = await fetch(`${server.url}/mcp`, {
      method: 'POST',
      body: JSON.stringify(message),
      headers: { ...HEADERS, ...session, ...version },
      signal: controller.signal,
    })
    const { value } = (await response.body!.pipeThrough(new TextDecoderStream()).getReader().read()) as {
      value: string
    }
    const [, lastEventId = ''] = /^id: (.*)$/m.exec(value) ?? []
    expect(lastEventId).not.toBe('')
    await eventually(() => expect(called).toHaveBeenCalled())
    controller.abort()
    // A session that has begun since is gone: this one would be, too, if nothing were under way in it.
    await begin(server)
    await eventually(() => shows(server, 'deixis_sessions 2'))
    await eventually(() => shows(server, 'deixis_sessions 1'))
    open()
    await eventually(() => shows(server, 'deixis_tool_calls_running 0'))

    const resume = (headers: Record<string, string>) =>
      server.fetch('/mcp', {
        headers: { accept: 'text/event-stream', 'last-event-id': lastEventId, ...version, ...headers },
      })
    // The server may hear of the broken connection after the new one has come.
    const again = await eventually(async () => {
      const answer = await resume(session)
      expect(answer.status).toBe(200)
      return answer
    })
    const reader = again.body!.pipeThrough(new TextDecoderStream()).getReader()
    let seen = ''
    while (!seen.includes('"id":7')) seen += (await reader.read()).value ?? ''
    expect(seen).toContain('"conversation_id"')
    await reader.cancel()
    expect((await resume(await begin(server))).status).toBe(400)
  })

  it('is taken up by the official client', async () => {
    const { opened, open } = gate()
    const called = vi.fn(() => opened)
    const server = await start({ entered: called })
    const image = await server.upload(await png())
    const { client, transport } = await server.connect()
    const tokens: string[] = []
    const running = client.callTool({ name: 'segment', arguments: { image, boxes: [box] } }, undefined, {
      onresumptiontoken: (token) => tokens.push(token),
    })
    running.catch(() => {})
    await eventually(() => expect(called).toHaveBeenCalled())
    await eventually(() => expect(tokens).not.toHaveLength(0))
    await transport.close()
    open()
    await eventually(() => shows(server, 'deixis_tool_calls_running 0'))

    const resumed = new StreamableHTTPClientTransport(new URL(`${server.url}/mcp`), {
      sessionId: transport.sessionId!,
    })
    resumed.setProtocolVersion('2025-11-25')
    const answered = new Promise((resolve) => {
      resumed.onmessage = resolve
    })
    await resumed.start()
    await eventually(() => resumed.resumeStream(tokens[0]!))
    expect(await answered).toMatchObject({ result: { structuredContent: { image_id: image } } })
    await resumed.close()
  })
})

describe('resources and prompts', () => {
  it('list, complete and show pictures, overlays and regions of this client', async () => {
    const server = await start()
    const { client, call } = await server.connect()
    const image = await server.upload(await png(), { name: 'cup.png' })
    await call('segment', { image, boxes: [box], label: 'cup', conversation_id: 'mine' })
    const { resources } = await client.listResources()
    const uris = resources.map(({ uri }) => uri)
    expect(uris.sort()).toEqual([
      'deixis://conversation/mine/region/r1',
      `deixis://image/${image}`,
      `deixis://image/${image}/overlay/1`,
    ])
    for (const uri of uris.filter((each) => each.includes('image'))) {
      const { contents } = await client.readResource({ uri })
      expect(contents).toMatchObject([{ uri, mimeType: 'image/webp' }])
    }
    const { contents } = await client.readResource({ uri: 'deixis://conversation/mine/region/r1' })
    expect(JSON.parse((contents[0] as { text: string }).text)).toMatchObject({
      label: 'cup',
      box,
      image_id: image,
    })

    const complete = async (uri: string, name: string, value: string, args = {}) =>
      (
        await client.complete({
          ref: { type: 'ref/resource', uri },
          argument: { name, value },
          context: { arguments: args },
        })
      ).completion.values
    expect(await complete('deixis://image/{id}', 'id', image.slice(0, 3))).toEqual([image])
    expect(await complete('deixis://image/{id}/overlay/{n}', 'n', '', { id: image })).toEqual(['1'])
    const template = 'deixis://conversation/{conversation}/region/{id}'
    expect(await complete(template, 'conversation', 'm')).toEqual(['mine'])
    expect(await complete(template, 'id', 'r', { conversation: 'mine' })).toEqual(['r1'])
  })

  it.each([
    'deixis://image/0123456789abcdef',
    'deixis://image/..%2F..%2Fetc%2Fpasswd',
    'deixis://image/0123456789abcdef/overlay/1',
    'deixis://image/0123456789abcdef/overlay/..%2F1',
    'deixis://conversation/theirs/region/r1',
  ])('are not there for %s', async (uri) => {
    const server = await start()
    const { client } = await server.connect()
    await expect(client.readResource({ uri })).rejects.toMatchObject({ code: -32002 })
  })

  it('offer what people start with', async () => {
    const server = await start()
    const { client } = await server.connect()
    const { prompts } = await client.listPrompts()
    expect(prompts.map(({ name }) => name)).toEqual(['segment', 'compare', 'inventory'])
    const image = await server.upload(await png())
    const { messages } = await client.getPrompt({
      name: 'segment',
      arguments: { image, phrase: 'the "red" cup' },
    })
    expect(messages).toMatchObject([
      { role: 'user', content: { type: 'text', text: expect.stringContaining(`"the \\"red\\" cup"`) } },
    ])
    const { completion } = await client.complete({
      ref: { type: 'ref/prompt', name: 'inventory' },
      argument: { name: 'image', value: image.slice(0, 2) },
    })
    expect(completion.values).toEqual([image])
  })
})
