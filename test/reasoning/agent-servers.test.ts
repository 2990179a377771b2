import { expect, it } from 'vitest'
import { createChatModel } from '../../src/llm/create-chat-model.js'
import { Mask } from '../../src/mask/mask.js'
import type { Region } from '../../src/mask/region.js'
import { createReasoningAgent } from '../../src/reasoning/agent.js'
import type { Workbench } from '../../src/reasoning/reasoner.js'
import { createCheckpointer } from '../../src/store/checkpoints.js'
import type { Reply } from '../fakes/model-server.js'
import { startOllama } from '../fakes/ollama.js'
import { startOpenAI } from '../fakes/openai.js'

const box = { x: 10, y: 10, width: 20, height: 20 }
const dog: Region = {
  id: 'r1',
  label: 'dog',
  score: 0.9,
  box,
  mask: Mask.fromBox(box, { width: 100, height: 50 }),
}
const jpeg = Uint8Array.of(0xff, 0xd8, 0xff)
const workbench: Workbench = {
  ground: async () => [dog],
  regions: () => [dog],
  selected: () => [],
  marked: async () => jpeg,
  relations: () => [],
}

const call = (name: string, args: Record<string, unknown>): Reply => ({
  toolCalls: [{ name, args }],
  tokens: { input: 30, output: 7 },
})
const choice = call('select', { answer: 'This one.', picks: [{ id: 'r1', reason: 'it sits' }] })

it.each([
  ['Ollama', startOllama, (url: string) => `ollama:qwen3-vl:4b@${url}`],
  ['an OpenAI-compatible server', startOpenAI, (url: string) => `openai:qwen3-vl:4b@${url}/v1`],
])('an agent works over %s, shows it pictures, and remembers', async (_, start, spec) => {
  await using server = await start([
    call('look_at_marks', {}),
    call('ground_phrase', { phrase: 'dog' }),
    choice,
    { status: 400, error: 'this model takes no images' },
    choice,
  ])
  const checkpointer = createCheckpointer()
  const agent = createReasoningAgent(createChatModel(spec(server.url), { wait: async () => {} }), {
    checkpointer: async () => checkpointer,
  })
  const tokens: unknown[] = []
  const ask = (question: string) =>
    agent.answer(question, workbench, 'a', {
      signal: new AbortController().signal,
      trace: (step) => step.kind === 'model' && tokens.push(step.tokens),
    })

  const answer = { selection: ['r1'], answer: 'This one.', reasons: { r1: 'it sits' } }
  expect(await ask('Who waits?')).toEqual(answer)
  expect(server.asked[0]?.tools).toEqual([
    'ground_phrase',
    'look_at_marks',
    'relations',
    'select',
    'report_none',
  ])
  expect(server.asked.map(({ pictures }) => pictures)).toEqual(Array(3).fill([Buffer.from(jpeg)]))
  expect(server.asked[2]?.messages.map(({ role }) => role)).toEqual([
    'system',
    'user',
    'assistant',
    'tool',
    'user',
    'assistant',
    'tool',
  ])
  expect(tokens).toEqual(Array(3).fill({ input: 30, output: 7 }))

  // The servers' own ids are the same in every answer.
  const ids = [...JSON.stringify(server.asked[2]?.body).matchAll(/"tool_call_id":"(\w+)"/g)].map(
    ([, id]) => id,
  )
  expect(new Set(ids).size).toBe(ids.length)

  expect(await ask('Who else?')).toEqual(answer)
  expect(server.asked[4]?.pictures).toEqual([])
  expect(server.asked[4]?.messages.map(({ text }) => text).slice(1, 3)).toEqual([
    'Who waits?',
    'This one. Chosen: r1.',
  ])
})
