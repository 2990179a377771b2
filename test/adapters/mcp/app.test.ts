import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { main, photo } from '../pictures.js'
import { startSessionForTest } from './client.js'

const VIEWER = 'ui://deixis/viewer'
const HTML = 'text/html;profile=mcp-app'

describe('a client that shows pages', () => {
  let client: Client
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deixis-app-'))
    const extensions = { 'io.modelcontextprotocol/ui': { mimeTypes: [HTML] } }
    client = new Client({ name: 'host', version: '1' }, { capabilities: { extensions } })
    await client.connect(
      new StdioClientTransport({
        command: process.execPath,
        args: [main, 'mcp', '--output-dir', folder],
        env: { DEIXIS_STORE: 'none' },
        stderr: 'ignore',
      }),
    )
  })
  afterAll(async () => {
    await client?.close()
    await rm(folder, { recursive: true })
  })

  async function send(piece: Record<string, unknown>): Promise<CallToolResult> {
    return (await client.callTool({ name: 'upload_picture', arguments: piece })) as CallToolResult
  }

  it('is told which tools the viewer shows, and has an upload that no model sees', async () => {
    const { tools } = await client.listTools()
    const shown = tools.filter(({ _meta }) => (_meta?.ui as { resourceUri?: string })?.resourceUri === VIEWER)
    expect(shown.map(({ name }) => name)).toEqual(['open_image', 'segment', 'reason', 'refine'])
    const upload = tools.find(({ name }) => name === 'upload_picture')
    expect(upload?._meta).toEqual({ ui: { visibility: ['app'] } })
    await expect(`${JSON.stringify(upload, null, 2)}\n`).toMatchFileSnapshot('golden/upload_picture.json')
  })

  it('reads the viewer: one page that asks nobody else', async () => {
    const { resources } = await client.listResources()
    expect(resources).toContainEqual(expect.objectContaining({ uri: VIEWER, mimeType: HTML }))
    const { contents } = await client.readResource({ uri: VIEWER })
    const [page] = contents
    expect(page).toMatchObject({ mimeType: HTML, _meta: { ui: { csp: {} } } })
    const html = page && 'text' in page ? page.text : ''
    expect(html).toMatch(/^<!doctype html>/)
    expect(html).not.toMatch(/<(script|link|img)[^>]+(src|href)=/)
  })

  it('uploads a picture in pieces, and opens it by its id', async () => {
    const bytes = await readFile(photo.path)
    const about = { upload: 'one', name: 'my cat.jpg', size: bytes.length }
    const middle = Math.ceil(bytes.length / 2)
    const piece = (from: number, to: number) => ({
      ...about,
      offset: from,
      data: bytes.toString('base64', from, to),
    })
    expect((await send(piece(0, middle))).structuredContent).toEqual({ received: middle })
    const done = (await send(piece(middle, bytes.length))).structuredContent as { image_id: string }
    expect(done).toEqual({
      image_id: expect.stringMatching(/^[0-9a-f]{16}$/),
      width: 451,
      height: 300,
      name: 'my cat.jpg',
    })
    const opened = await client.callTool({ name: 'open_image', arguments: { image: done.image_id } })
    expect(opened.structuredContent).toMatchObject({ image_id: done.image_id })
  })

  it.each([
    ['in another order', [{ offset: 3, data: 'AAAA' }]],
    [
      'twice',
      [
        { offset: 0, data: 'AAAA' },
        { offset: 3, data: 'AAAA' },
        { offset: 3, data: 'AAAA' },
      ],
    ],
    ['beyond its size', [{ offset: 0, data: 'AAAAAAAAAAAAAAAA' }]],
  ])('is told when pieces come %s', async (way, pieces) => {
    let last: CallToolResult | undefined
    for (const piece of pieces) last = await send({ upload: way, name: 'x', size: 9, ...piece })
    expect(last?.isError).toBe(true)
    expect(JSON.stringify(last?.content)).toContain('from the beginning')
  })

  it('lets go of a picture by beginning another', async () => {
    const [former, other] = ['former', 'other'].map((upload) => ({ upload, name: 'x', size: 9 }))
    await send({ ...former, offset: 0, data: 'AAAA' })
    await send({ ...other, offset: 0, data: 'AAAA' })
    expect((await send({ ...former, offset: 3, data: 'AAAA' })).isError).toBe(true)
    const { structuredContent } = await send({ ...other, offset: 3, data: 'AAAA' })
    expect(structuredContent).toEqual({ received: 6 })
  })

  it('is told when the pieces make no picture', async () => {
    const result = await send({ upload: 'text', name: 'x', size: 9, offset: 0, data: 'AAAAAAAAAAAA' })
    expect(result.isError).toBe(true)
    expect(JSON.stringify(result.content)).toMatch(/picture/)
  })
})

describe('any other client', () => {
  it('sees no difference', async () => {
    const { client } = await startSessionForTest()
    const { tools } = await client.listTools()
    expect(tools.map(({ name }) => name)).not.toContain('upload_picture')
    expect(tools.every(({ _meta }) => _meta === undefined)).toBe(true)
    const { resources } = await client.listResources()
    expect(resources.map(({ uri }) => uri)).not.toContain(VIEWER)
    await expect(client.readResource({ uri: VIEWER })).rejects.toThrow()
  })
})
