import { readFileSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import { CancelledError, ModelError } from '../../../src/errors.js'
import { type Box, boxIou } from '../../../src/geometry.js'
import { decodeImage } from '../../../src/image/load.js'
import { createChatModel } from '../../../src/llm/create-chat-model.js'
import { Mask } from '../../../src/mask/mask.js'
import { createRegionCheck } from '../../../src/perception/vlm/check.js'
import { createVlmGrounder } from '../../../src/perception/vlm/grounder.js'
import type { Asked, FakeServer, Reply } from '../../fakes/model-server.js'
import { startOllama } from '../../fakes/ollama.js'
import { startOpenAI } from '../../fakes/openai.js'
import { follow, pixels, thousandths } from './fake-model.js'

const STACKS = new URL('../../fixtures/stacks/', import.meta.url)
const photo = await decodeImage(readFileSync(new URL('stack-03.jpg', STACKS)), 'stack-03.jpg')
const { annotations } = JSON.parse(readFileSync(new URL('annotations.json', STACKS), 'utf8')) as {
  annotations: { image_id: number; bbox: [number, number, number, number] }[]
}
const suitcases: Box[] = annotations
  .filter(({ image_id }) => image_id === 3)
  .map(({ bbox: [x, y, width, height] }) => ({ x, y, width, height }))

/** What a model that knows the photo prints: in thousandths, or in pixels of the picture that it was sent. */
const objects = (print: (box: Box) => number[]) =>
  suitcases.map((box) => ({ bbox_2d: print(box), label: 'suitcase' }))
const relative = JSON.stringify(objects((box) => thousandths(box, photo)))

function ollama(server: FakeServer, model = 'qwen3-vl:4b') {
  return createChatModel(`ollama:${model}@${server.url}`, { wait: async () => {} })
}

function openai(server: FakeServer, model = 'qwen3-vl-4b') {
  return createChatModel(`openai:${model}@${server.url}/v1`, { wait: async () => {} })
}

const servers = [
  ['Ollama', startOllama, ollama],
  ['an OpenAI-compatible server', startOpenAI, openai],
] as const

describe.each(servers)('a photo shown to %s', (_, start, connect) => {
  it('comes back as boxes in its pixels', async () => {
    await using server = await start([{ text: relative, tokens: { input: 400, output: 90 } }])
    const context = follow()
    const found = await createVlmGrounder(connect(server)).ground(photo, { phrase: 'the suitcases' }, context)
    expect(found.map(({ label }) => label)).toEqual(suitcases.map(() => 'suitcases'))
    found.forEach(({ box }, i) => {
      expect(boxIou(box, suitcases[i]!)).toBeGreaterThan(0.95)
    })
    expect(context.steps).toMatchObject([{ kind: 'ground', tokens: { input: 400, output: 90 } }])
    const [asked] = server.asked as readonly [Asked]
    expect(asked.text).toContain('"the suitcases"')
    const sent = await decodeImage(asked.pictures[0]!, 'sent')
    expect([sent.width, sent.height]).toEqual([640, 480])
  })

  const right: [string, Reply[], number][] = [
    ['a fence and prose', [`Here they are:\n\`\`\`json\n${relative}\n\`\`\``], 5],
    ['thoughts', [`<think>[{"bbox_2d": [1, 2, 3, 4]}]</think>${relative}`], 5],
    [
      'an answer that is cut off',
      [{ text: relative.slice(0, relative.lastIndexOf('{') + 20), truncated: true }],
      4,
    ],
    ['one object told again and again', [`[${Array(30).fill(relative.slice(1, -1)).join(',')}`], 5],
    ['an honest none', ['None'], 0],
    ['an empty list', ['```json\n[]\n```'], 0],
    ['prose at first', ['I see several suitcases.', relative], 5],
    ['points at first', ['[{"point_2d": [160, 800], "label": "suitcase"}]', relative], 5],
    ['a passing failure', [{ status: 503 }, relative], 5],
    ['a dropped connection', [{ drop: true }, relative], 5],
  ]
  it.each(right)('is answered in spite of %s', async (_name, replies, count) => {
    await using server = await start(replies)
    const found = await createVlmGrounder(connect(server)).ground(photo, { phrase: 'suitcase' }, follow())
    expect(found).toHaveLength(count)
    expect(server.asked).toHaveLength(replies.length)
  })

  const wrong: [string, Reply[]][] = [
    ['prose twice', ['I see several suitcases.', 'As I said.']],
    ['no picture seen', ['I cannot see any image. Please upload it.']],
    ['an unknown grid twice', ['[{"bbox_2d": [0, 0, 9000, 80]}]', '[{"bbox_2d": [0, 0, 9000, 80]}]']],
    ['no text twice', ['', '']],
  ]
  it.each(wrong)('ends in a clear error for %s', async (_name, replies) => {
    await using server = await start(replies)
    const finding = createVlmGrounder(connect(server)).ground(photo, { phrase: 'suitcase' }, follow())
    const failure = await finding.catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(ModelError)
    expect((failure as Error).message).toMatch(/Check|Try|Choose|choose/)
    expect((failure as Error).message).not.toMatch(/9000|As I said|upload/)
    expect(server.asked).toHaveLength(replies.length)
  })
})

test('pixels of Qwen2.5-VL are those of the picture that it was sent', async () => {
  await using server = await startOllama(async ({ pictures }) => {
    const sent = await decodeImage(pictures[0]!, 'sent')
    // The photo lies in the middle of whole units of 28 pixels.
    const [left, top] = [(sent.width - photo.width) / 2, (sent.height - photo.height) / 2]
    return JSON.stringify(objects((box) => pixels({ ...box, x: box.x + left, y: box.y + top })))
  })
  const grounder = createVlmGrounder(ollama(server, 'qwen2.5vl:7b'))
  const found = await grounder.ground(photo, { everything: true }, follow())
  found.forEach(({ box }, i) => {
    expect(boxIou(box, suitcases[i]!)).toBeGreaterThan(0.99)
  })
})

test('a request is withdrawn while the model thinks', async () => {
  const abort = new AbortController()
  await using server = await startOllama([{ text: relative, pause: new Promise(() => {}) }])
  const context = { ...follow(), signal: abort.signal }
  const finding = createVlmGrounder(ollama(server)).ground(photo, { phrase: 'suitcase' }, context)
  const settled = expect(finding).rejects.toThrow(CancelledError)
  await server.arrived(1)
  abort.abort()
  await settled
  await server.hungUp
})

test('a region is looked at again', async () => {
  await using server = await startOllama(['{"answer": "no"}'])
  const [box] = suitcases as [Box]
  const region = { id: 'r1', label: 'suitcase', score: 0.5, box, mask: Mask.fromBox(box, photo) }
  expect(await createRegionCheck(ollama(server))(photo, region, 'a blue suitcase', follow())).toBe('no')
  expect(server.asked[0]!.pictures).toHaveLength(1)
  expect(JSON.stringify(server.asked[0]!.shape)).toContain('unsure')
})
