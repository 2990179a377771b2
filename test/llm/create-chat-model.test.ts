import { HumanMessage } from '@langchain/core/messages'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { CancelledError, ModelError } from '../../src/errors.js'
import type { ChatRequest } from '../../src/llm/chat-model.js'
import { type ChatModelOptions, createChatModel } from '../../src/llm/create-chat-model.js'
import { serverErrorIn } from '../../src/llm/failure.js'
import type { FakeServer, Reply, Script } from '../fakes/model-server.js'
import { startOllama } from '../fakes/ollama.js'
import { startOpenAI } from '../fakes/openai.js'

const KEY = 'sk-very-secret'
const SECRET_WORDS = 'words of the server'
const never = new AbortController().signal
const png = { data: Uint8Array.of(1, 2, 3), mimeType: 'image/png' } as const

/** What both protocols owe to whoever asks. */
const families = [
  { family: 'Ollama', start: startOllama, named: (url: string) => `ollama:qwen3-vl:4b@${url}` },
  { family: 'chat completions', start: startOpenAI, named: (url: string) => `vllm:Qwen/Qwen3-VL@${url}/v1` },
]

describe.each(families)('a model behind $family', ({ start, named }) => {
  /** Asks once; `waits` are the pauses between tries. */
  async function ask(
    server: FakeServer,
    request: Partial<ChatRequest> = {},
    { signal = never, ...options }: ChatModelOptions & { signal?: AbortSignal } = {},
  ) {
    const waits: number[] = []
    const wait = async (ms: number) => void waits.push(ms)
    const model = createChatModel(named(server.url), { apiKey: KEY, wait, ...options })
    const reply = model.ask({ text: 'What is it?', ...request }, signal)
    return { waits, reply: await reply.catch((error: unknown) => error) }
  }

  /** The message of the failure that the script leads to. */
  async function failure(script: Script, request?: Partial<ChatRequest>, options?: ChatModelOptions) {
    await using server = await start(script)
    const { reply, waits } = await ask(server, request, options)
    expect(reply).toBeInstanceOf(ModelError)
    const { message } = reply as ModelError
    expect(message).not.toContain(KEY)
    expect(message).not.toContain(SECRET_WORDS)
    return { message, tries: server.asked.length, waits }
  }

  it('gets the question as it was put, and gives the answer with what it cost', async () => {
    await using server = await start([{ text: 'A dog, on a sofa.', tokens: { input: 812, output: 6 } }])
    const { reply } = await ask(server, { system: 'Be brief.', pictures: [png], maxTokens: 99 })
    expect(reply).toEqual({
      text: 'A dog, on a sofa.',
      truncated: false,
      tokens: { input: 812, output: 6 },
      elapsedMs: expect.any(Number),
    })
    const [asked] = server.asked
    expect(asked).toMatchObject({ system: 'Be brief.', text: 'What is it?', tools: [], shape: undefined })
    expect(asked?.messages.map(({ role }) => role)).toEqual(['system', 'user'])
    expect(asked?.pictures).toEqual([Buffer.from(png.data)])
    expect(JSON.stringify(asked?.body)).toMatch(/"temperature":0\b/)
    expect(JSON.stringify(asked?.body)).toMatch(/"(num_predict|max_tokens)":99/)
    expect(asked?.headers.authorization).toBe(`Bearer ${KEY}`)
  })

  it('sends no key where there is none', async () => {
    await using server = await start(['yes'])
    await ask(server, {}, { apiKey: undefined })
    expect(server.asked[0]?.headers.authorization).toBeUndefined()
  })

  it('counts no tokens where the server does not', async () => {
    await using server = await start(['yes'])
    expect((await ask(server)).reply).toMatchObject({ tokens: { input: 0, output: 0 } })
  })

  it('passes on what was cut off at the limit of tokens, and says so', async () => {
    await using server = await start([{ text: '[{"bbox_2d": [1,', truncated: true }])
    const { reply } = await ask(server, { shape: z.array(z.object({ label: z.string() })) })
    expect(reply).toMatchObject({ text: '[{"bbox_2d": [1,', truncated: true })
  })

  describe('asked for a shape', () => {
    const shape = z.object({ label: z.string() })

    it('holds the server to it', async () => {
      await using server = await start(['{"label":"dog"}'])
      expect((await ask(server, { shape })).reply).toMatchObject({ text: '{"label":"dog"}' })
      expect(server.asked[0]?.shape).toMatchObject({ type: 'object', required: ['label'] })
    })

    it('asks without it where it is refused, and remembers that', async () => {
      await using server = await start([{ status: 400, error: SECRET_WORDS }, 'one', 'two'])
      const model = createChatModel(named(server.url))
      expect(await model.ask({ text: 'a', shape }, never)).toMatchObject({ text: 'one' })
      expect(await model.ask({ text: 'b', shape }, never)).toMatchObject({ text: 'two' })
      expect(server.asked.map((asked) => asked.shape !== undefined)).toEqual([true, false, false])
    })

    it('does not blame the shape for what fails without it too', async () => {
      await using server = await start([{ status: 400 }, { status: 400 }, 'fine'])
      const model = createChatModel(named(server.url))
      await expect(model.ask({ text: 'a', shape }, never)).rejects.toThrow('HTTP 400')
      expect(await model.ask({ text: 'b', shape }, never)).toMatchObject({ text: 'fine' })
      expect(server.asked.map((asked) => asked.shape !== undefined)).toEqual([true, false, true])
    })
  })

  describe('tries again', () => {
    it.each<[string, Reply]>([
      ['a server error', { status: 500, error: SECRET_WORDS }],
      ['a gateway without its server', { status: 502 }],
      ['a server that is loading', { status: 503 }],
      ['a connection dropped at once', { drop: true }],
      ['a connection cut in mid-answer', { text: 'A dog, on a sofa, asleep.', cut: true }],
    ])('after %s', async (_, trouble) => {
      await using server = await start([trouble, 'A cat.'])
      const { reply, waits } = await ask(server)
      expect(reply).toMatchObject({ text: 'A cat.' })
      expect(waits).toHaveLength(1)
    })

    it('three times in all, and waits longer each time', async () => {
      const { message, tries, waits } = await failure(() => ({ status: 500, error: SECRET_WORDS }))
      expect(tries).toBe(3)
      expect(message).toContain('HTTP 500')
      expect(waits[0]).toBeGreaterThanOrEqual(250)
      expect(waits[1]).toBeGreaterThanOrEqual(500)
      expect(waits[1]).toBeLessThanOrEqual(1000)
    })

    it('when a busy server wants it', async () => {
      await using server = await start([{ status: 429, headers: { 'retry-after': '7' } }, 'A cat.'])
      const { reply, waits } = await ask(server)
      expect(reply).toMatchObject({ text: 'A cat.' })
      expect(waits).toEqual([7000])
    })

    it('at the date that a busy server names', async () => {
      const soon = new Date(Date.now() + 10_000).toUTCString()
      await using server = await start([{ status: 429, headers: { 'retry-after': soon } }, 'A cat.'])
      const { waits } = await ask(server)
      expect(waits[0]).toBeGreaterThan(5000)
      expect(waits[0]).toBeLessThanOrEqual(10_000)
    })

    it('not where it would have to wait for long', async () => {
      const { message, tries } = await failure([{ status: 429, headers: { 'retry-after': '3600' } }])
      expect(tries).toBe(1)
      expect(message).toContain('too much to do')
    })
  })

  it.each<[string, Reply, string]>([
    [
      'a wrong key',
      { status: 401, error: SECRET_WORDS },
      'did not accept the key (HTTP 401). Set DEIXIS_API_KEY',
    ],
    ['a forbidden model', { status: 403 }, 'did not accept the key (HTTP 403)'],
    ['an unknown model', { status: 404, error: SECRET_WORDS }, 'has no model'],
    ['a question that it declines', { status: 400, error: SECRET_WORDS }, 'declined the question (HTTP 400)'],
    ['a redirect', { status: 307, headers: { location: 'http://127.0.0.1:9/' } }, 'HTTP 307'],
    ['a full context', { status: 400, error: 'exceeds the available context size' }, 'longer context'],
    ['half of an envelope', { raw: '{"mess' }, 'is no chat completion'],
    ['another envelope', { raw: '{"answer": "a dog"}' }, 'is no chat completion'],
    ['a web page', { raw: '<html>Welcome</html>' }, 'is no chat completion'],
    ['nothing', { raw: '' }, 'is no chat completion'],
  ])('says what to do about %s, at once', async (_, trouble, expected) => {
    const { message, tries } = await failure([trouble])
    expect(message).toContain(expected)
    expect(tries).toBe(1)
  })

  it.each([
    [400, 'This model does not support images'],
    [400, 'Qwen3-4B is not a multimodal model'],
    [500, 'image input is not supported - hint: you may need to provide the mmproj'],
    [500, 'this model is missing data required for image input'],
  ])('says that it is blind: %i %s', async (status, error) => {
    const { message, tries } = await failure([{ status, error }], { pictures: [png] })
    expect(message).toContain('does not take pictures.')
    expect(tries).toBe(1)
  })

  it('reports an error that comes in place of an answer', async () => {
    const { message, tries } = await failure(() => ({ raw: `{"error": "${SECRET_WORDS}"}\n` }))
    expect(message).toContain('failed, and again when asked anew')
    expect(tries).toBe(3)
  })

  it('gives up when no answer comes in time', async () => {
    const silence = new Promise<never>(() => {})
    const { message, waits } = await failure(() => silence, {}, { timeoutMs: 40 })
    expect(message).toContain('did not answer in time')
    expect(waits).toEqual([])
  })

  it('gives up when an answer that has begun stops', async () => {
    const pause = new Promise<never>(() => {})
    const { message, tries } = await failure([{ text: 'A dog, on a sofa.', pause }], {}, { idleMs: 40 })
    expect(message).toContain('fell silent')
    expect(tries).toBe(1)
  })

  it('waits for a slow answer', async () => {
    let go = () => {}
    const pause = new Promise<void>((resolve) => {
      go = resolve
    })
    await using server = await start([{ text: 'A dog, on a sofa.', pause }])
    const asking = ask(server)
    await server.arrived(1)
    go()
    expect((await asking).reply).toMatchObject({ text: 'A dog, on a sofa.' })
  })

  it('says that nobody answers, with no second try', async () => {
    const server = await start()
    await server.kill()
    const { reply, waits } = await ask(server)
    expect(reply).toBeInstanceOf(ModelError)
    expect((reply as ModelError).message).toContain('No server answers at http://127.0.0.1:')
    expect(waits).toEqual([])
  })

  it('notices that its server has died in between', async () => {
    const server = await start(['A dog.'])
    const model = createChatModel(named(server.url), { wait: async () => {} })
    await model.ask({ text: 'a' }, never)
    await server.kill()
    await expect(model.ask({ text: 'b' }, never)).rejects.toThrow('No server answers')
  })

  it('notices that its server dies in the middle of an answer', async () => {
    const server = await start([{ text: 'A dog, on a sofa.', pause: new Promise<never>(() => {}) }])
    const asking = ask(server)
    await server.arrived(1)
    await server.kill()
    const { reply, waits } = await asking
    expect((reply as ModelError).message).toContain('No server answers')
    expect(waits).toHaveLength(1)
  })

  describe('cancelled', () => {
    it('before it asks, contacts nobody', async () => {
      await using server = await start()
      const { reply } = await ask(server, {}, { signal: AbortSignal.abort() })
      expect(reply).toBeInstanceOf(CancelledError)
      expect(server.asked).toEqual([])
    })

    const silence = new Promise<never>(() => {})
    it.each([
      ['while the model is silent', () => silence],
      ['in the middle of an answer', [{ text: 'A dog, on a sofa.', pause: silence }]],
    ])('%s, hangs up', async (_when, script) => {
      await using server = await start(script)
      const controller = new AbortController()
      const asking = ask(server, {}, { signal: controller.signal })
      await server.arrived(1)
      controller.abort()
      expect((await asking).reply).toBeInstanceOf(CancelledError)
      await server.hungUp
    })

    it('between two tries, stops waiting', async () => {
      await using server = await start([{ status: 429, headers: { 'retry-after': '20' } }])
      const controller = new AbortController()
      const model = createChatModel(named(server.url))
      const asking = model.ask({ text: 'a' }, controller.signal)
      await server.arrived(1)
      controller.abort()
      await expect(asking).rejects.toBeInstanceOf(CancelledError)
    })
  })

  describe('for an agent', () => {
    const look = { type: 'function', function: { name: 'look', parameters: { type: 'object' } } }

    it('has the same address, key, limits and tries', async () => {
      const waits: number[] = []
      const toolCalls = [{ name: 'look', args: { phrase: 'dog' } }]
      await using server = await start([{ status: 500 }, { toolCalls, tokens: { input: 5, output: 2 } }])
      const wait = async (ms: number) => void waits.push(ms)
      const agent = await createChatModel(named(server.url), { apiKey: KEY, wait }).langChain()
      const message = await agent.bindTools!([look]).invoke([new HumanMessage('Find the dog.')])
      expect(message.tool_calls).toMatchObject(toolCalls)
      expect(waits).toHaveLength(1)
      expect(server.asked[1]).toMatchObject({ text: 'Find the dog.', tools: ['look'] })
      expect(server.asked[1]?.headers.authorization).toBe(`Bearer ${KEY}`)
      expect(JSON.stringify(server.asked[1]?.body)).toMatch(/"temperature":0\b/)
    })

    it.each([
      [400, 'qwen2.5vl:3b does not support tools'],
      [400, '"auto" tool choice requires --enable-auto-tool-choice'],
      [500, 'tools param requires --jinja flag'],
    ])('says that it calls no tools: %i %s', async (status, error) => {
      await using server = await start([{ status, error }])
      const agent = await createChatModel(named(server.url)).langChain()
      const asking = agent.bindTools!([look]).invoke('Find the dog.')
      const problem = serverErrorIn(await asking.catch((thrown: unknown) => thrown))
      expect(problem?.message).toContain('calls no tools.')
    })

    it('hangs up when it is cancelled', async () => {
      await using server = await start(() => new Promise<never>(() => {}))
      const controller = new AbortController()
      const agent = await createChatModel(named(server.url)).langChain()
      const asking = agent.invoke('Find the dog.', { signal: controller.signal })
      await server.arrived(1)
      controller.abort()
      await expect(asking).rejects.toThrow()
      await server.hungUp
    })
  })

  it('is not contacted, nor its key shown, before it is asked', async () => {
    await using server = await start()
    const model = createChatModel(named(server.url), { apiKey: KEY })
    expect(server.asked).toEqual([])
    expect(JSON.stringify(model)).not.toContain(KEY)
    expect(JSON.stringify(await model.langChain())).not.toContain(KEY)
  })
})

describe('createChatModel', () => {
  it('names the model as it was configured, and as its server does', () => {
    expect(createChatModel('ollama:qwen3-vl:4b')).toMatchObject({
      name: 'ollama:qwen3-vl:4b',
      model: 'qwen3-vl:4b',
    })
  })

  it('tells how to get a model that Ollama lacks', async () => {
    await using server = await startOllama([{ status: 404 }])
    const model = createChatModel(`ollama:qwen3-vl:4b@${server.url}`)
    await expect(model.ask({ text: 'a' }, never)).rejects.toThrow('Run `ollama pull qwen3-vl:4b`')
  })

  it('shows Ollama picture and question in one message, so that a full context drops neither', async () => {
    await using server = await startOllama(['A dog.'])
    await createChatModel(`ollama:m@${server.url}`).ask({ text: 'What is it?', pictures: [png, png] }, never)
    expect(server.asked[0]?.messages).toEqual([
      { role: 'user', text: 'What is it?', pictures: [Buffer.from(png.data), Buffer.from(png.data)] },
    ])
  })

  it('asks again where an answer of Ollama ends before it is done', async () => {
    const line = '{"message": {"role": "assistant", "content": "A d"}, "done": false}\n'
    await using server = await startOllama([{ raw: line }, 'A dog.'])
    const model = createChatModel(`ollama:m@${server.url}`, { wait: async () => {} })
    expect(await model.ask({ text: 'a' }, never)).toMatchObject({ text: 'A dog.' })
  })

  it('sends no temperature to models that take none', async () => {
    await using server = await startOpenAI(['A dog.'])
    await createChatModel(`openai:gpt-5-mini@${server.url}`).ask({ text: 'a', maxTokens: 50 }, never)
    expect(server.asked[0]?.body).not.toHaveProperty('temperature')
    expect(server.asked[0]?.body).toHaveProperty('max_completion_tokens', 50)
  })
})
