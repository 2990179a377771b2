import { describe, expect, it } from 'vitest'
import { ALICE, start } from './start.js'

const PARTS = [
  ['/', 'text/html; charset=utf-8'],
  ['/page.js', 'text/javascript; charset=utf-8'],
  ['/page.css', 'text/css; charset=utf-8'],
  ['/icon.svg', 'image/svg+xml'],
] as const

describe('the page', () => {
  it.each(PARTS)('is there for people without a token: %s', async (path, type) => {
    const server = await start({ tokens: [ALICE] })
    const response = await server.fetch(path)
    expect([response.status, response.headers.get('content-type')]).toEqual([200, type])
  })

  it('runs nothing but itself, asks nobody else and stands in no frame', async () => {
    const server = await start()
    const response = await server.fetch('/')
    const policy = response.headers.get('content-security-policy')?.split('; ')
    expect(policy).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self'",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ])
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(await response.text()).not.toMatch(/<script>|<style>|style=|https?:/)
  })

  it('leaves everything else as closed as it was', async () => {
    const server = await start({ tokens: [ALICE] })
    expect((await server.fetch('/page.html')).status).toBe(404)
    expect((await server.fetch('/LICENSES.txt')).status).toBe(404)
    expect((await server.fetch('/mcp', { method: 'POST' })).status).toBe(401)
    const policy = (await server.fetch('/healthz')).headers.get('content-security-policy')
    expect(policy).toBe("default-src 'none'; frame-ancestors 'none'; sandbox")
  })

  it('is sent again only when it has changed', async () => {
    const server = await start()
    const etag = (await server.fetch('/page.js')).headers.get('etag') ?? ''
    expect(etag).toMatch(/^"[0-9a-f]{16}"$/)
    const again = await server.raw(
      `GET /page.js HTTP/1.1\r\nHost: localhost\r\nIf-None-Match: ${etag}\r\nConnection: close\r\n\r\n`,
    )
    expect(again).toMatch(/^HTTP\/1\.1 304 .*\r\n\r\n$/s)
  })

  it('is small on its way', async () => {
    const server = await start()
    let bytes = 0
    for (const [path] of PARTS) {
      const text = await server.raw(
        `GET ${path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: br\r\nConnection: close\r\n\r\n`,
      )
      expect(text).toContain('Content-Encoding: br')
      bytes += Number(/Content-Length: (\d+)/.exec(text)?.[1])
    }
    expect(bytes).toBeLessThan(80_000)
  })
})
