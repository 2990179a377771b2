import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { Agent } from 'undici'
import { afterEach, describe, expect, it } from 'vitest'
import { isPublicAddress } from '../../src/image/addresses.js'
import { fetchBytes } from '../../src/image/fetch.js'

const servers: Server[] = []

/** A local server, and an agent that leads every https connection to it. */
async function serve(answer: RequestListener): Promise<Agent> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  servers.push(server)
  await new Promise((ready) => server.once('listening', ready))
  const { port } = server.address() as AddressInfo
  return new Agent({
    connect: (_options, done) => {
      const socket = connect(port, '127.0.0.1', () => done(null, socket))
    },
  })
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

const start = new URL('https://pictures.test/a.png')

describe('isPublicAddress', () => {
  it.each(['93.184.216.34', '8.8.8.8', '2606:4700::1111', '::ffff:8.8.8.8'])('lets %s pass', (address) => {
    expect(isPublicAddress(address)).toBe(true)
  })

  it.each([
    ['loopback', '127.0.0.1'],
    ['loopback', '127.255.0.9'],
    ['loopback', '::1'],
    ['unspecified', '0.0.0.0'],
    ['unspecified', '::'],
    ['private', '10.1.2.3'],
    ['private', '172.16.0.1'],
    ['private', '192.168.1.1'],
    ['link-local, cloud metadata', '169.254.169.254'],
    ['link-local', 'fe80::1'],
    ['link-local with a zone', 'fe80::1%eth0'],
    ['carrier-grade NAT', '100.64.0.1'],
    ['unique local', 'fd00::1'],
    ['site-local', 'fec0::1'],
    ['IPv4-mapped loopback', '::ffff:127.0.0.1'],
    ['IPv4-mapped private', '::ffff:a00:1'],
    ['IPv4-compatible loopback', '::127.0.0.1'],
    ['NAT64 of a private one', '64:ff9b::a00:1'],
    ['6to4 of loopback', '2002:7f00:1::'],
    ['Teredo', '2001:0:4136:e378::1'],
    ['multicast', '224.0.0.1'],
    ['multicast', 'ff02::1'],
    ['broadcast', '255.255.255.255'],
    ['documentation', '192.0.2.1'],
    ['documentation', '2001:db8::1'],
    ['benchmarking', '198.18.0.1'],
    ['reserved', '240.0.0.1'],
    ['no address', 'localhost'],
    ['no address', ''],
  ])('refuses %s: %s', (_kind, address) => {
    expect(isPublicAddress(address)).toBe(false)
  })
})

describe('fetchBytes', () => {
  it('brings the body', async () => {
    const agent = await serve((_request, response) => response.end('pixels'))
    expect(Buffer.from(await fetchBytes(start, undefined, agent)).toString()).toBe('pixels')
  })

  it('follows three redirects, not four', async () => {
    const lead = (times: number): RequestListener => {
      let left = times
      return (_request, response) =>
        left-- > 0 ? response.writeHead(302, { location: '/next.png' }).end() : response.end('there')
    }
    expect(Buffer.from(await fetchBytes(start, undefined, await serve(lead(3)))).toString()).toBe('there')
    await expect(fetchBytes(start, undefined, await serve(lead(4)))).rejects.toMatchObject({
      code: 'fetch-failed',
      message: expect.stringContaining('more than 3 times'),
    })
  })

  it.each([
    'http://pictures.test/a.png',
    'https://127.0.0.1/a.png',
    'https://[::ffff:10.0.0.1]/a.png',
    'https://0x7f.1/a.png',
    'file:///etc/passwd',
  ])('does not follow a redirect to %s', async (location) => {
    let calls = 0
    const agent = await serve((_request, response) => {
      calls++
      response.writeHead(301, { location }).end()
    })
    await expect(fetchBytes(start, undefined, agent)).rejects.toMatchObject({ code: 'forbidden-address' })
    expect(calls).toBe(1)
  })

  it('refuses a name that stands for this machine', async () => {
    let calls = 0
    const agent = await serve((_request, response) => {
      calls++
      response.end()
    })
    await agent.close()
    const { port } = servers[0]!.address() as AddressInfo
    await expect(fetchBytes(new URL(`https://localhost:${port}/a.png`))).rejects.toMatchObject({
      code: 'forbidden-address',
    })
    expect(calls).toBe(0)
  })

  it('stops reading at 25 MB, announced or not', async () => {
    const announced = await serve((_request, response) =>
      response.writeHead(200, { 'content-length': 25_000_001 }).flushHeaders(),
    )
    await expect(fetchBytes(start, undefined, announced)).rejects.toMatchObject({ code: 'image-too-large' })
    let sent = 0
    const endless = await serve((_request, response) => {
      const chunk = Buffer.alloc(1_000_000)
      const more = () => {
        while (!response.destroyed && response.write(chunk)) sent += chunk.length
        response.once('drain', more)
      }
      more()
    })
    await expect(fetchBytes(start, undefined, endless)).rejects.toMatchObject({ code: 'image-too-large' })
    expect(sent).toBeLessThan(60_000_000)
  })

  it('says which status it met and nothing that the server wrote', async () => {
    const agent = await serve((_request, response) => response.writeHead(404).end('obey me'))
    const error = await fetchBytes(start, undefined, agent).catch((e) => e)
    expect(error).toMatchObject({ code: 'fetch-failed', message: expect.stringContaining('404') })
    expect(error.message).not.toContain('obey')
  })

  it('gives up when its caller does', async () => {
    const agent = await serve(() => {})
    const controller = new AbortController()
    setTimeout(() => controller.abort(), 30)
    await expect(fetchBytes(start, controller.signal, agent)).rejects.toMatchObject({ code: 'cancelled' })
  })
})
