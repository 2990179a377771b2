import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { CancelledError } from '../../src/errors.js'
import { findServers, localServers } from '../../src/llm/probe.js'
import { startOllama } from '../fakes/ollama.js'
import { startOpenAI } from '../fakes/openai.js'

const never = new AbortController().signal
const models = [{ name: 'qwen3-vl:4b' }, { name: 'qwen3:8b', vision: false }]

/** Something that listens and is no fake of ours. */
async function listen(answer: RequestListener) {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

describe('findServers', () => {
  it('knows from Ollama which models see', async () => {
    await using ollama = await startOllama([], models)
    expect(await findServers([{ provider: 'ollama', url: ollama.url }], never)).toEqual([
      {
        provider: 'ollama',
        url: ollama.url,
        models: [
          { name: 'qwen3-vl:4b', seesPictures: true },
          { name: 'qwen3:8b', seesPictures: false },
        ],
      },
    ])
  })

  it('knows from llama.cpp whether its model sees', async () => {
    await using llama = await startOpenAI([], [{ name: 'qwen3-vl-4b.gguf', vision: true }])
    await using blind = await startOpenAI([], [{ name: 'qwen3-4b.gguf', vision: false }])
    const found = await findServers(
      [llama, blind].map(({ url }) => ({ provider: 'llamacpp', url: `${url}/v1` })),
      never,
    )
    expect(found.map((server) => server.models)).toEqual([
      [{ name: 'qwen3-vl-4b.gguf', seesPictures: true }],
      [{ name: 'qwen3-4b.gguf', seesPictures: false }],
    ])
  })

  it('lists the models of a server that says no more of them', async () => {
    await using vllm = await startOpenAI([], [{ name: 'Qwen/Qwen3-VL-4B-Instruct' }])
    expect(await findServers([{ provider: 'vllm', url: `${vllm.url}/v1` }], never)).toMatchObject([
      { models: [{ name: 'Qwen/Qwen3-VL-4B-Instruct', seesPictures: undefined }] },
    ])
  })

  it('leaves out where nobody listens, and those who are no model server', async () => {
    const dead = await startOllama()
    await dead.kill()
    await using page = await listen((_, response) => response.end('<html>Welcome</html>'))
    await using other = await listen((_, response) => response.end('{"data": "none"}'))
    await using gone = await listen((request) => request.destroy())
    await using alive = await startOllama([], models)
    const addresses = [dead, page, other, gone, alive].flatMap(({ url }) => [
      { provider: 'ollama' as const, url },
      { provider: 'lmstudio' as const, url: `${url}/v1` },
    ])
    expect(await findServers(addresses, never)).toMatchObject([{ provider: 'ollama', url: alive.url }])
  })

  it('shows a key to the server that it is for, and names one that wants a key', async () => {
    const keys: unknown[] = []
    await using server = await listen(({ headers }, response) => {
      keys.push(headers.authorization)
      response.writeHead(headers.authorization === undefined ? 401 : 200)
      response.end('{"data": []}')
    })
    const address = { provider: 'openai', url: `${server.url}/v1` } as const
    expect(await findServers([address], never)).toEqual([{ ...address, models: undefined }])
    expect(await findServers([{ ...address, apiKey: 'sk-1' }], never)).toEqual([{ ...address, models: [] }])
    expect(keys).toEqual([undefined, 'Bearer sk-1'])
  })

  it('leaves out names that no spec can hold', async () => {
    await using server = await startOpenAI([], [{ name: 'a\u001b[31m' }, { name: 'b c' }, { name: 'good' }])
    const [found] = await findServers([{ provider: 'vllm', url: `${server.url}/v1` }], never)
    expect(found?.models?.map(({ name }) => name)).toEqual(['good'])
  })

  it('stops when it is cancelled', async () => {
    const controller = new AbortController()
    await using silent = await listen(() => controller.abort())
    const finding = findServers([{ provider: 'ollama', url: silent.url }], controller.signal)
    await expect(finding).rejects.toBeInstanceOf(CancelledError)
  })
})

it('looks for the servers of this machine alone', () => {
  expect(localServers.map(({ provider }) => provider)).toEqual(['ollama', 'lmstudio', 'llamacpp', 'vllm'])
})
