import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AIMessage, ToolMessage } from '@langchain/core/messages'
import { fakeModel } from '@langchain/core/testing'
import { createDeixis, type Deixis } from 'deixis'
import { type DeixisToolsOptions, deixisTools } from 'deixis/langchain'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import * as z from 'zod'
import { ask } from '../../examples/langchain.js'
import { tools } from '../../tools/index.js'
import { stack } from './pictures.js'

const question = 'the suitcases that can be removed'

let folder: string
let deixis: Deixis
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deixis-langchain-'))
  deixis = await createDeixis()
})
afterEach(() => vi.restoreAllMocks())
afterAll(async () => {
  await deixis.close()
  await rm(folder, { recursive: true })
})

/** Calls one tool as an agent does. */
function agent(options: DeixisToolsOptions = {}) {
  const all = deixisTools(deixis, { outputDirectory: folder, ...options })
  return async (name: string, args: Record<string, unknown>, config: object = {}): Promise<ToolMessage> => {
    const one = all.find((each) => each.name === name)
    return (await one?.invoke({ type: 'tool_call', id: '1', name, args }, config)) as ToolMessage
  }
}

describe('the tools', () => {
  it('are those of deixis, with their own words and schemas', () => {
    const all = deixisTools(deixis)
    expect(all.map(({ name }) => name)).toEqual(tools.map(({ name }) => name))
    expect(all.map(({ description }) => description)).toEqual(tools.map(({ description }) => description))
    const schemas = all.map(({ schema }) => z.toJSONSchema(schema as z.ZodObject, { io: 'input' }))
    expect(schemas).toEqual(tools.map(({ input }) => z.toJSONSchema(input, { io: 'input' })))
  })

  it('answer in words for the model and in data for the program', async () => {
    const { content, artifact, status } = await agent()('reason', { image: stack, question })
    expect(status).toBe('success')
    expect(content).toMatch(/^3 suitcases that can be removed: r1, r3 and r4\.\n- r1 suitcase \(score /)
    expect(content).toContain(`Saved: ${folder}`)
    expect(artifact).toMatchObject({
      width: 640,
      height: 480,
      regions: [{ id: 'r1' }, { id: 'r3' }, { id: 'r4' }],
    })
    expect(JSON.parse(JSON.stringify(artifact))).toEqual(artifact)
    expect(existsSync(artifact.saved)).toBe(true)
  })

  it('go on with one conversation, and with another in another thread', async () => {
    const call = agent()
    await call('open_image', { image: stack })
    expect((await call('reason', { question })).artifact.regions).toHaveLength(3)
    expect((await call('reason', { question: 'only the green one' })).artifact.regions).toHaveLength(1)

    const thread = { configurable: { thread_id: 'another' } }
    expect(await call('reason', { question }, thread)).toMatchObject({
      status: 'error',
      content: expect.stringMatching(/^There is no picture yet/),
    })
    const opened = await call('open_image', { image: stack }, thread)
    expect(opened.artifact.conversation_id).toBe('another')
    const named = await agent({ conversationId: 'mine' })('open_image', { image: stack }, thread)
    expect(named.artifact.conversation_id).toBe('mine')
  })
})

describe('what goes wrong', () => {
  it('is told to the model with what to do', async () => {
    const call = agent()
    await call('open_image', { image: stack })
    const answer = await call('refine', { region: 'r99', action: 'grow', pixels: 2 })
    expect(answer).toBeInstanceOf(ToolMessage)
    expect(answer).toMatchObject({ status: 'error', tool_call_id: '1', name: 'refine' })
    expect(answer.content).toMatch(/^There is no such region in this conversation\. Known are r1/)
    const alone = deixisTools(deixis).find(({ name }) => name === 'ground')
    expect(await alone?.invoke({})).toBe('Give either a phrase or everything: true.')
  })

  it('is not told where nobody foresaw it', async () => {
    const log = vi.spyOn(console, 'error').mockReturnValue()
    const broken = { ...deixis, conversation: () => { throw new TypeError('secret') } } // biome-ignore format: short
    const [openImage] = deixisTools(broken as unknown as Deixis)
    const said = await openImage?.invoke({ image: stack })
    expect(said).toMatch(/^Something failed that deixis did not foresee/)
    expect(log).toHaveBeenCalledWith(expect.objectContaining({ message: 'secret' }))
  })

  it('is no answer where the caller has left', async () => {
    const call = agent()('reason', { image: stack, question }, { signal: AbortSignal.abort() })
    await expect(call).rejects.toThrow()
  })
})

it('examples/langchain.ts answers with what deixis found', async () => {
  vi.spyOn(process, 'cwd').mockReturnValue(folder)
  const model = fakeModel()
    .respondWithTools([{ name: 'reason', args: { image: stack, question } }])
    .respondWithTools([{ name: 'reason', args: { question: 'only the green one' } }])
    .respond((messages) => new AIMessage(`Take this one. ${messages.at(-1)?.text}`))
  const messages = await ask(model, 'Which green one can I take away?', stack)
  expect(messages.map(({ type }) => type)).toEqual(['human', 'ai', 'tool', 'ai', 'tool', 'ai'])
  expect(messages.at(-1)?.text).toMatch(
    /^Take this one\. .*suitcase r4\.\n- r4 suitcase .* Why: suitcase, green/,
  )
  expect(await readdir(join(folder, 'deixis-out'))).toEqual(['stack-answer-1.jpg', 'stack-answer-2.jpg'])
})
