import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { expect, it } from 'vitest'
import { ALICE, BOB, box, dataOf, eventually, png, start, textOf } from './start.js'

it('gives overlays and exports as downloads, to their owner alone', async () => {
  const server = await start({ tokens: [ALICE, BOB] })
  const { call } = await server.connect(ALICE)
  const image = await server.upload(await png(), { token: ALICE })
  await call('segment', { image, boxes: [box] })
  for (const [format, type] of [
    ['svg', 'image/svg+xml'],
    ['coco', 'application/json; charset=utf-8'],
    ['png', 'image/png'],
  ]) {
    const { saved } = dataOf(await call('export', { regions: ['r1'], format }))
    const path = `/files/${basename(String(saved))}`
    const response = await server.fetch(path, { token: ALICE })
    expect([response.status, response.headers.get('content-type')]).toEqual([200, type])
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="?cup-/)
    expect(response.headers.get('content-security-policy')).toContain('sandbox')
    expect((await server.fetch(path, { token: BOB })).status).toBe(404)
    expect((await server.fetch(path)).status).toBe(401)
  }
})

it('takes a plain name for an export, and says where that is', async () => {
  const server = await start()
  const { call } = await server.connect()
  await call('segment', { image: await server.upload(await png()), boxes: [box] })
  const { saved } = dataOf(await call('export', { regions: ['r1'], format: 'svg', path: 'my mask #1.svg' }))
  expect(saved).toBe(`${server.url}/files/my%20mask%20%231.svg`)
  expect(await (await fetch(String(saved))).text()).toContain('<svg')
})

it.each(['/etc/mask.png', '../mask.png', '../../../../tmp/mask.png', '/no-such-folder/mask.png'])(
  'writes no export to %s, and says nothing of what is there',
  async (path) => {
    const server = await start()
    const { call } = await server.connect()
    await call('segment', { image: await server.upload(await png()), boxes: [box] })
    const { isError, ...result } = await call('export', { regions: ['r1'], format: 'png', path })
    expect(isError).toBe(true)
    expect(textOf(result as typeof result & { content: [] })).toMatch(/^That path lies outside the folders/)
    expect(JSON.stringify(result)).not.toContain(server.folder)
  },
)

it.each([
  '..%2Fsecret.txt',
  '..%5Csecret.txt',
  '%2e%2e%2fsecret.txt',
  '..%252Fsecret.txt',
  '%2Fetc%2Fpasswd',
  'anyone%2Fown.txt',
  'folder%2Finner.txt',
  '.hidden',
  'folder',
  'own.txt%00.png',
  '..',
  '.',
  'C:%5Cwindows%5Cwin.ini',
])('gives nothing outside the folder: %s', async (name) => {
  const server = await start()
  const own = join(server.folder, 'anyone')
  await mkdir(join(own, 'folder'), { recursive: true })
  await writeFile(join(server.folder, 'secret.txt'), 'secret')
  await writeFile(join(own, '.hidden'), 'secret')
  await writeFile(join(own, 'folder', 'inner.txt'), 'secret')
  await writeFile(join(own, 'own.txt'), 'mine')
  const answer = await server.raw(
    `GET /files/${name} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
  )
  expect(answer).toMatch(/^HTTP\/1\.1 40[04] /)
  expect(answer).not.toMatch(/secret|root:|mine/)
  expect(await (await server.fetch('/files/own.txt')).text()).toBe('mine')
})

it('keeps the newest thousand files of an owner', async () => {
  const server = await start()
  const own = join(server.folder, 'anyone')
  await mkdir(own)
  const names = Array.from({ length: 1000 }, (_, i) => `${i}.txt`)
  await Promise.all(names.map((name) => writeFile(join(own, name), '')))
  await utimes(join(own, '7.txt'), 0, 0)
  const { call } = await server.connect()
  await call('segment', { image: await server.upload(await png()), boxes: [box] })
  await eventually(async () => expect(await readdir(own)).toHaveLength(1000))
  expect(await readdir(own)).not.toContain('7.txt')
  expect(await readdir(own)).toContain('cup-segment-1.jpg')
})

it('reads no file of the server, except where it may', async () => {
  const server = await start()
  await writeFile(join(server.folder, 'cup.png'), await png())
  const { call } = await server.connect()
  for (const image of [
    join(server.folder, 'cup.png'),
    'file:///etc/hostname',
    '/no/such/file',
    '../cup.png',
  ]) {
    const result = await call('open_image', { image })
    expect(result.isError).toBe(true)
    expect(textOf(result)).toMatch(/lies outside the folders that may be read.*upload pictures with POST/)
    expect(textOf(result)).not.toContain(server.folder)
  }
  const open = await start({ flags: { allowDir: [server.folder] } })
  const allowed = await (await open.connect()).call('open_image', { image: join(server.folder, 'cup.png') })
  expect(allowed.isError).toBeFalsy()
})

it.each([
  'http://127.0.0.1/a.png',
  'https://127.0.0.1/a.png',
  'https://169.254.169.254/latest',
  'https://[::1]/a',
])('fetches nothing from the inside: %s', async (image) => {
  const server = await start()
  const result = await (await server.connect()).call('open_image', { image })
  expect(result.isError).toBe(true)
})
