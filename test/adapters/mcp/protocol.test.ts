import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { version } from '../../../adapters/version.js'
import { photo, stack } from '../pictures.js'
import { type Session, startSession, startSessionForTest } from './client.js'

let session: Session
let quiet: Session
beforeAll(async () => {
  session = await startSession()
  quiet = await startSession(['--image-responses', 'omit'])
})
afterAll(async () => {
  await session[Symbol.asyncDispose]()
  await quiet[Symbol.asyncDispose]()
})

const box = { x: 200, y: 300, width: 200, height: 120 }

describe('initialize', () => {
  it.skipIf(!existsSync('/proc/self/maps'))('is answered before anything heavy is loaded', async () => {
    const loaded = () => readFileSync(`/proc/${quiet.pid}/maps`, 'utf8')
    await quiet.client.listTools()
    expect(loaded()).not.toMatch(/onnxruntime|libvips/)
    await quiet.call('segment', { image: stack, boxes: [box] })
    expect(loaded()).toMatch(/onnxruntime/)
  })

  it('says who serves, and how to use it', () => {
    expect(session.client.getServerVersion()).toMatchObject({ name: 'deixis', version })
    expect(session.client.getInstructions()).toContain('chat attachments do not reach tools')
  })
})

describe('tools/list', () => {
  it('publishes the schemas on file', async () => {
    const { tools } = await session.client.listTools()
    for (const tool of tools) {
      await expect(`${JSON.stringify(tool, null, 2)}\n`).toMatchFileSnapshot(`golden/${tool.name}.json`)
    }
  })

  it('costs an assistant little', async () => {
    const { tools } = await session.client.listTools()
    expect(JSON.stringify(tools).length).toBeLessThan(24_000)
  })
})

describe('progress', () => {
  it('grows, and ends before the answer', async () => {
    const seen: number[] = []
    const onprogress = ({ progress }: { progress: number }) => seen.push(progress)
    await session.call('open_image', { image: photo.path }, { onprogress })
    expect(seen.length).toBeGreaterThan(0)
    expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b))
    expect(seen.at(-1)).toBeLessThanOrEqual(1)
  })
})

describe('cancellation', () => {
  it('leaves the server answering', async () => {
    const fresh = await startSessionForTest()
    const controller = new AbortController()
    // The first call loads the models, so that there is something to cancel.
    const cancelled = fresh.call('open_image', { image: photo.path }, { signal: controller.signal })
    setTimeout(() => controller.abort(), 100)
    await expect(cancelled).rejects.toThrow(/abort/i)
    const next = await fresh.call('segment', { image: stack, boxes: [box] })
    expect(next.isError).toBe(false)
    expect(fresh.log()).not.toMatch(/Error/)
  })
})

describe('resources', () => {
  it('lists the pictures that were opened, and shows them', async () => {
    const { data } = await session.call('segment', { image: stack, boxes: [box] })
    const { resources } = await session.client.listResources()
    const uri = `deixis://image/${data.image_id}`
    expect(resources).toContainEqual(expect.objectContaining({ uri, name: 'stack.jpg' }))
    const { contents } = await session.client.readResource({ uri })
    expect(contents[0]).toMatchObject({
      uri,
      mimeType: expect.stringMatching(/^image\//),
      blob: expect.any(String),
    })
  })

  it('says which pictures there are when asked for another', async () => {
    await expect(session.client.readResource({ uri: 'deixis://image/0' })).rejects.toThrow(
      /Unknown picture. Known: /,
    )
  })
})

describe('--image-responses omit', () => {
  it('leaves the picture out, and says where it is', async () => {
    const { picture, link, text, data } = await quiet.call('segment', { image: stack, boxes: [box] })
    expect(picture).toBeUndefined()
    expect(link).toMatchObject({ uri: `file://${data.saved}`, mimeType: 'image/jpeg' })
    expect(text).toContain(`Saved: ${data.saved}`)
  })
})
