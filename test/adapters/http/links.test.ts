import { expect, it } from 'vitest'
import { ALICE, BOB, box, dataOf, eventually, png, type Started, start } from './start.js'

/** The address of an overlay that Alice has had drawn, as the result names it. */
async function savedBy(server: Started): Promise<URL> {
  const { call } = await server.connect(ALICE)
  const image = await server.upload(await png(), { token: ALICE })
  return new URL(String(dataOf(await call('segment', { image, boxes: [box] })).saved))
}

it('opens a file from a chat, without a token', async () => {
  const server = await start({ tokens: [ALICE, BOB] })
  const saved = await savedBy(server)
  const response = await fetch(saved)
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
  expect(response.headers.get('content-disposition')).toContain('cup-segment-1.jpg')
  expect(response.headers.get('content-security-policy')).toContain('sandbox')
  expect(saved.href).not.toContain(ALICE)
})

it('is for its file and its owner alone, and not to be changed', async () => {
  const server = await start({ tokens: [ALICE, BOB] })
  const { pathname } = await savedBy(server)
  const [, , ticket = '', name = ''] = pathname.split('/')
  const [owner = '', end = '', signature = ''] = ticket.split('.')
  const later = String(Number(end) + 1000)
  const other = signature.startsWith('A') ? 'B' : 'A'
  for (const changed of [
    `${ticket}/cup-segment-2.jpg`,
    `${ticket}/..%2F${name}`,
    `${owner}.${later}.${signature}/${name}`,
    `${'0'.repeat(owner.length)}.${end}.${signature}/${name}`,
    `${owner}.${end}.${other}${signature.slice(1)}/${name}`,
    `${owner}.${end}.${signature.slice(0, -1)}/${name}`,
    `${owner}.${end}./${name}`,
    `${owner}.${end}/${name}`,
    `.../${name}`,
    // As many letters, more bytes.
    `${owner}.${end}.%C3%A9${signature.slice(1)}/${name}`,
  ]) {
    const response = await server.fetch(`/links/${changed}`)
    expect(response.status, changed).toBe(403)
    expect(await response.json()).toMatchObject({ error: { code: 'link-ended' } })
  }
  // It opens nothing but files.
  for (const path of ['/metrics', `/files/${name}`]) {
    expect((await server.fetch(path, { headers: { authorization: `Bearer ${ticket}` } })).status).toBe(401)
  }
  expect((await server.fetch(pathname)).status).toBe(200)
})

it('ends after a while, and with the server that made it', async () => {
  const brief = await start({ tokens: [ALICE], timeouts: { linkMs: 1 } })
  const saved = await savedBy(brief)
  await eventually(async () => expect((await fetch(saved)).status).toBe(403))
  const server = await start({ tokens: [ALICE] })
  const { pathname } = await savedBy(server)
  expect((await server.fetch(pathname)).status).toBe(200)
  const next = await start({ tokens: [ALICE] })
  await savedBy(next)
  expect((await next.fetch(pathname)).status).toBe(403)
})

it('that is tried too often has to wait', async () => {
  const server = await start({ tokens: [ALICE] })
  const statuses = new Set<number>()
  for (let tries = 0; tries < 200 && !statuses.has(429); tries++) {
    statuses.add((await server.fetch('/links/a.b.c/cup.jpg')).status)
  }
  expect([...statuses]).toEqual([403, 429])
})
