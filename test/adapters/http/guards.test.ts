import { describe, expect, it, vi } from 'vitest'
import { ModelError } from '../../../src/errors.js'
import type { Deixis } from '../../../src/index.js'
import { ALICE, BOB, type Started, start, textOf } from './start.js'

const get = (path: string, ...headers: string[]) =>
  [`GET ${path} HTTP/1.1`, ...headers, 'Connection: close', '', ''].join('\r\n')
const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1])
const ADDRESSES = ['/mcp', '/images/0123456789abcdef', '/files/a.png', '/metrics']

describe('a token', () => {
  it.each(ADDRESSES)('is needed for %s where there are some', async (path) => {
    const server = await start({ tokens: [ALICE, BOB] })
    const refused = [
      {},
      { authorization: 'Bearer' },
      { authorization: 'Bearer wrong' },
      { authorization: `Bearer ${ALICE.slice(0, -1)}` },
      { authorization: `Bearer ${ALICE}x` },
      { authorization: `Basic ${ALICE}` },
      { authorization: `Bearer ${ALICE} ${BOB}` },
    ]
    for (const headers of refused) {
      const response = await server.fetch(path, { headers: headers as Record<string, string> })
      expect([response.status, response.headers.get('www-authenticate')]).toEqual([
        401,
        'Bearer realm="deixis"',
      ])
      expect(await response.text()).not.toContain(ALICE)
    }
    for (const token of [ALICE, BOB]) expect((await server.fetch(path, { token })).status).not.toBe(401)
  })

  it('in the address counts for nothing', async () => {
    const server = await start({ tokens: [ALICE] })
    expect((await server.fetch(`/metrics?access_token=${ALICE}&token=${ALICE}`)).status).toBe(401)
  })

  it('is not needed to ask whether the server is well', async () => {
    const server = await start({ tokens: [ALICE] })
    const response = await server.fetch('/healthz')
    expect([response.status, await response.json()]).toEqual([
      200,
      { status: 'ok', version: expect.any(String) },
    ])
  })

  it('lets its owner ask as often as agreed, whatever others do', async () => {
    const server = await start({ tokens: [ALICE, BOB], flags: { rate: '3' } })
    const ask = async (token: string) => (await server.fetch('/metrics', { token })).status
    expect([await ask(ALICE), await ask(ALICE), await ask(ALICE)]).toEqual([200, 200, 200])
    const refused = await server.fetch('/metrics', { token: ALICE })
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await ask(BOB)).toBe(200)
  })

  it('that is wrong too often has to wait', async () => {
    const server = await start({ tokens: [ALICE] })
    const statuses: number[] = []
    while (statuses.at(-1) !== 429 && statuses.length < 200) {
      statuses.push((await server.fetch('/metrics', { token: 'wrong' })).status)
    }
    expect([...new Set(statuses)]).toEqual([401, 429])
    expect((await server.fetch('/metrics', { token: ALICE })).status).toBe(200)
  })
})

describe('Host', () => {
  it.each([
    '127.0.0.1',
    '127.0.0.1:3333',
    '[::1]:3333',
    'localhost',
    'LOCALHOST:1',
    '10.1.2.3',
    'deixis.example:80',
  ])('may be %s', async (host) => {
    const server = await start({ flags: { allowHost: ['deixis.example'] } })
    expect(statusOf(await server.raw(get('/healthz', `Host: ${host}`)))).toBe(200)
  })

  it.each([
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'evil.example:3333',
    'user@localhost',
    'localhost/',
    '2130706433',
    '',
    'a b',
  ])('may not be "%s"', async (host) => {
    const server = await start()
    const answer = await server.raw(get('/healthz', `Host: ${host}`))
    expect(statusOf(answer)).toBe(403)
    expect(answer).not.toContain('evil')
  })

  it('may not be missing', async () => {
    const server = await start()
    expect(statusOf(await server.raw(get('/healthz')))).toBe(400)
    expect(await server.raw('GET /healthz HTTP/1.0\r\n\r\n')).toMatch(/ 403 /)
  })
})

describe('Origin', () => {
  const preflight = (server: Started, origin: string) =>
    server.fetch('/mcp', {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'mcp-session-id',
      },
    })

  it('may be one that is allowed, and is told so', async () => {
    const server = await start({ flags: { allowOrigin: ['https://app.example'] } })
    const asked = await preflight(server, 'https://app.example')
    expect(asked.status).toBe(204)
    expect(asked.headers.get('access-control-allow-origin')).toBe('https://app.example')
    expect(asked.headers.get('access-control-allow-headers')).toContain('Mcp-Session-Id')
    expect(asked.headers.get('access-control-allow-credentials')).toBeNull()
    const response = await server.fetch('/healthz', { headers: { origin: 'https://app.example' } })
    expect(response.headers.get('access-control-expose-headers')).toContain('Mcp-Session-Id')
    expect(response.headers.get('vary')).toContain('Origin')
  })

  it.each([
    'https://evil.example',
    'null',
    'https://app.example.evil.example',
    'http://app.example',
    'file://',
  ])('may not be %s', async (origin) => {
    const server = await start({ flags: { allowOrigin: ['https://app.example'] } })
    for (const response of [
      await preflight(server, origin),
      await server.fetch('/healthz', { headers: { origin } }),
      await server.fetch('/images', { method: 'POST', headers: { origin } }),
    ]) {
      expect(response.status).toBe(403)
      expect(response.headers.get('access-control-allow-origin')).toBeNull()
    }
  })

  it('may be our own', async () => {
    const server = await start()
    expect((await server.fetch('/healthz', { headers: { origin: server.url } })).status).toBe(200)
  })
})

describe('a request', () => {
  it('with more headers than anybody needs is refused', async () => {
    const server = await start()
    const many = Array.from({ length: 10_000 }, (_, i) => `X-${i}: 1`)
    expect(statusOf(await server.raw(get('/healthz', 'Host: localhost', ...many)))).toBe(431)
    expect((await server.fetch('/healthz')).status).toBe(200)
  })

  it('whose headers never end is ended', async () => {
    const server = await start({ timeouts: { headersMs: 40, checkMs: 10 } })
    expect(await server.raw('GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: ')).toMatch(/ 408 |^$/)
    expect((await server.fetch('/healthz')).status).toBe(200)
  })

  it('whose body never ends is ended', async () => {
    const server = await start({ timeouts: { headersMs: 40, requestMs: 80, checkMs: 10 } })
    const head = [
      'POST /images HTTP/1.1',
      'Host: localhost',
      'Content-Type: image/png',
      'Content-Length: 1000',
    ]
    expect(await server.raw([...head, '', ''].join('\r\n'), 'only this')).toMatch(/ 408 |^$/)
    expect((await server.fetch('/healthz')).status).toBe(200)
  })

  it.each(['GARBAGE\r\n\r\n', 'GET / HTTP/9.9\r\n\r\n', '\x16\x03\x01\x02\x00\x01\x00\r\n\r\n'])(
    'that is no HTTP is refused: %j',
    async (text) => {
      const server = await start()
      expect(statusOf(await server.raw(text))).toBe(400)
    },
  )

  it('smuggled with two lengths is refused', async () => {
    const server = await start()
    const lines = [
      'POST /mcp HTTP/1.1',
      'Host: localhost',
      'Content-Length: 4',
      'Transfer-Encoding: chunked',
      '',
    ]
    expect(
      statusOf(await server.raw([...lines, '0', '', 'GET /metrics HTTP/1.1', '', ''].join('\r\n'))),
    ).toBe(400)
  })

  it.each(['/page', '/nothing', '/%', '/%00', '/images', '/files/', '/files/%E0%A4%A', '/constructor'])(
    'for %s is answered in JSON without a trace',
    async (path) => {
      const log = vi.spyOn(console, 'error').mockImplementation(() => {})
      const server = await start()
      const response = await server.fetch(path)
      expect([400, 404]).toContain(response.status)
      expect(await response.json()).toEqual({
        error: { code: expect.any(String), message: expect.any(String) },
      })
      expect(response.headers.get('x-powered-by')).toBeNull()
      expect(response.headers.get('x-content-type-options')).toBe('nosniff')
      expect(log).not.toHaveBeenCalled()
      log.mockRestore()
    },
  )

  it('that nobody foresaw to fail is answered without what failed, which goes to the log', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    const cause = new TypeError('/srv/secret is broken')
    const breaking = (deixis: Deixis): Deixis => ({ ...deixis, open: () => Promise.reject(cause) })
    const server = await start({ breaking })
    const response = await server.fetch('/images', {
      method: 'POST',
      body: 'x',
      headers: { 'content-type': 'image/png' },
    })
    expect(response.status).toBe(500)
    expect(await response.json()).toEqual({
      error: {
        code: 'failed',
        message: expect.stringMatching(/^Something failed on the side of this server/),
      },
    })
    const { call } = await server.connect()
    const result = await call('open_image', { image: 'https://deixis.example/a.png' })
    expect(textOf(result)).toMatch(/^Something failed that deixis did not foresee/)
    expect(log.mock.calls).toEqual([[cause], [cause]])
    log.mockRestore()
  })

  it("that fails for the operator's reasons names none of them", async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    const cause = new ModelError('No server answers at http://10.0.0.5:11434.')
    const server = await start({ breaking: (deixis) => ({ ...deixis, open: () => Promise.reject(cause) }) })
    const { call } = await server.connect()
    const result = await call('open_image', { image: 'https://deixis.example/a.png' })
    expect(textOf(result)).toMatch(/^Something failed on the side of this server/)
    expect(log.mock.calls).toEqual([[cause]])
    log.mockRestore()
  })
})
