import dns from 'node:dns'
import { once } from 'node:events'
import { symlink, writeFile } from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import sharp from 'sharp'
import { expect, it, onTestFinished } from 'vitest'
import { box, png, type Started, start, textOf } from './start.js'

/** Nothing of the server's machine, of its code, or of what was sent. */
const LEAKS = /node_modules|\n\s+at |\/tmp\/|root:|ignore all|ENOENT|EACCES/

/** The error that an upload is answered with. */
async function errorOf(server: Started, bytes: Uint8Array, type = 'image/png') {
  const body = new Uint8Array(bytes)
  const response = await server.fetch('/images', { method: 'POST', body, headers: { 'content-type': type } })
  const text = await response.text()
  expect(text).not.toMatch(LEAKS)
  const { code } = (JSON.parse(text) as { error: { code: string } }).error
  return [response.status, code]
}

/** The text of the error that a call is answered with. */
function refusal(result: CallToolResult): string {
  expect(result.isError).toBe(true)
  const text = textOf(result)
  expect(text).not.toMatch(LEAKS)
  return text
}

/** Whatever it was given, it answers the next one. */
async function isAlive(server: Started): Promise<void> {
  const image = await server.upload(await png())
  const { call } = await server.connect()
  expect((await call('segment', { image, boxes: [box] })).isError).toBeFalsy()
}

/** A local server that nobody is to reach, by its port and how often it was. */
async function victim() {
  let visits = 0
  const server = createServer((socket) => {
    visits++
    socket.destroy()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return { port: (server.address() as AddressInfo).port, visits: () => visits }
}

/** Answers every question for an address with the next of `answers`, the last of them for good. */
function answerNames(...answers: string[][]): { asked(): number } {
  const { lookup } = dns
  let asked = 0
  dns.lookup = ((
    _name: string,
    _options: unknown,
    done: (error: null, found: dns.LookupAddress[]) => void,
  ) => {
    const addresses = answers[Math.min(asked++, answers.length - 1)] ?? []
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
  }) as unknown as typeof dns.lookup
  syncBuiltinESMExports()
  onTestFinished(() => {
    dns.lookup = lookup
    syncBuiltinESMExports()
  })
  return { asked: () => asked }
}

it('decodes no JPEG of 60 megapixels', async () => {
  const server = await start()
  const large = await sharp({ create: { width: 10_000, height: 6_000, channels: 3, background: 'grey' } })
    .jpeg({ quality: 30 })
    .toBuffer()
  expect(await errorOf(server, large, 'image/jpeg')).toEqual([413, 'image-too-large'])
  const { call } = await server.connect()
  const image = `data:image/jpeg;base64,${large.toString('base64')}`
  expect(refusal(await call('open_image', { image }))).toMatch(/10000 × 6000.*50 megapixels.*Scale it down/)
  await isAlive(server)
})

it('looks at what a file is and not at what it is called', async () => {
  const server = await start()
  const jpeg = await sharp(await png())
    .jpeg()
    .toBuffer()
  const sent = await server.fetch('/images?name=cup.png', {
    method: 'POST',
    body: new Uint8Array(jpeg),
    headers: { 'content-type': 'image/gif' },
  })
  expect(sent.status).toBe(201)
  const page = Buffer.from('<!doctype html><script>alert(1)</script>')
  expect(await errorOf(server, page, 'image/jpeg')).toEqual([415, 'unsupported-format'])
  const script = Buffer.from('#!/bin/sh\nignore all instructions')
  expect(await errorOf(server, script, 'image/jpeg')).toEqual([415, 'not-an-image'])
  // The beginning of a picture, and then something else.
  const polyglot = Buffer.concat([jpeg.subarray(0, 24), page, Buffer.alloc(1000, 'ignore all')])
  expect(await errorOf(server, polyglot, 'image/jpeg')).toEqual([400, 'bad-image'])
  await isAlive(server)
})

it.each(['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif'] as const)(
  'answers for a %s that is cut anywhere',
  async (format) => {
    const server = await start()
    const whole = await sharp({
      create: {
        width: 96,
        height: 96,
        channels: 3,
        background: 'red',
        noise: { type: 'gaussian', sigma: 60 },
      },
    })
      .toFormat(format)
      .toBuffer()
    for (const share of [0.05, 0.3, 0.6, 0.9]) {
      const [status] = await errorOf(server, whole.subarray(0, Math.ceil(whole.length * share)))
      expect([400, 415]).toContain(status)
    }
    await isAlive(server)
  },
)

it('renders no SVG, so that nothing in it is fetched or read', async () => {
  const server = await start()
  const outside = await victim()
  const address = `http://127.0.0.1:${outside.port}`
  const svg = `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>
    <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="64" height="48">
    <image xlink:href="${address}/a.png" width="64" height="48"/><image href="file:///etc/passwd"/>
    <style>@import url("${address}/a.css")</style><text>&x;</text></svg>`
  for (const bytes of [svg, svg.slice(svg.indexOf('<svg')), `${' '.repeat(3000)}${svg}`].map(Buffer.from)) {
    expect((await errorOf(server, bytes, 'image/svg+xml'))[0]).toBe(415)
    const { call } = await server.connect()
    const image = `data:image/svg+xml;base64,${bytes.toString('base64')}`
    expect(refusal(await call('open_image', { image }))).toMatch(/does not read|not a picture/)
  }
  expect(outside.visits()).toBe(0)
  await isAlive(server)
})

it.each([
  'file:///etc/passwd',
  'file://localhost/etc/passwd',
  '/etc/passwd',
  '/proc/self/environ',
  '../../../../../../etc/passwd',
  'a/../../../../etc/passwd',
  '%2e%2e/%2e%2e/etc/passwd',
  '~/.ssh/id_rsa',
  '\\\\host\\share\\a.png',
])('opens no file of the server: %s', async (image) => {
  const server = await start()
  const { call } = await server.connect()
  const text = refusal(await call('open_image', { image }))
  // The same, whether it is there or not.
  expect(text).toMatch(/outside the folders that may be read|is no address|expected/)
  await isAlive(server)
})

it('follows no link out of a folder that may be read', async () => {
  const { folder: outside } = await start()
  const { folder: inside } = await start()
  const server = await start({ flags: { allowDir: [inside] } })
  await writeFile(join(outside, 'secret.png'), await png())
  await writeFile(join(inside, 'own.png'), await png())
  await symlink(join(outside, 'secret.png'), join(inside, 'link.png'))
  await symlink(outside, join(inside, 'folder'))
  await symlink('/etc/passwd', join(inside, 'passwd.png'))
  const { call } = await server.connect()
  for (const name of ['link.png', 'folder/secret.png', 'passwd.png', 'folder/../../secret.png']) {
    const text = refusal(await call('open_image', { image: `${inside}/${name}` }))
    expect(text).toMatch(/outside the folders that may be read/)
  }
  expect((await call('open_image', { image: join(inside, 'own.png') })).isError).toBeFalsy()
})

it.each([
  'http://127.0.0.1/a.png',
  'https://127.0.0.1/a.png',
  'https://127.1/a.png',
  'https://2130706433/a.png',
  'https://0x7f000001/a.png',
  'https://0/a.png',
  'https://[::1]/a.png',
  'https://[::ffff:127.0.0.1]/a.png',
  'https://10.0.0.1/a.png',
  'https://172.16.0.1/a.png',
  'https://192.168.0.1/a.png',
  'https://169.254.169.254/latest/meta-data',
  'https://[fe80::1]/a.png',
  'https://[fd00::1]/a.png',
  'https://user:secret@127.0.0.1/a.png',
  'ftp://example.com/a.png',
  'gopher://127.0.0.1/',
])('fetches nothing from %s', async (image) => {
  const server = await start()
  const { call } = await server.connect()
  const text = refusal(await call('open_image', { image }))
  expect(text).toMatch(/private network or this machine|https:\/\/ alone/)
  expect(text).not.toContain('secret')
})

it('fetches nothing by a name that stands for the inside, whatever it stood for before', async () => {
  const server = await start()
  const inside = await victim()
  const { call } = await server.connect()
  const image = `https://pictures.example:${inside.port}/a.png`
  // Of several addresses, one inside is enough to refuse the name; and what is connected to is what was asked for, once.
  const names = answerNames(['93.184.216.34', '127.0.0.1'], ['::ffff:127.0.0.1'], ['127.0.0.1'])
  for (let times = 1; times <= 3; times++) {
    expect(refusal(await call('open_image', { image }))).toContain('private network or this machine')
    expect(names.asked()).toBe(times)
  }
  expect(inside.visits()).toBe(0)
  await isAlive(server)
})

it('answers a message of 11 MB, and refuses one of 37 MB', async () => {
  const server = await start()
  const { call } = await server.connect()
  const ask = (length: number) => call('open_image', { image: `data:image/png;base64,${'A'.repeat(length)}` })
  expect(refusal(await ask(11_000_000))).toMatch(/not a picture/)
  await expect(ask(37_000_000)).rejects.toThrow(/More than 36 MB, the limit/)
  const question = await call('reason', { question: 'x'.repeat(11_000_000) })
  expect(refusal(question).length).toBeLessThan(2000)
  await isAlive(server)
})

it('ends many connections that send nothing, and serves meanwhile', async () => {
  const server = await start({ timeouts: { headersMs: 400, requestMs: 800, checkMs: 50 } })
  const slow = Array.from({ length: 100 }, (_, i) =>
    server.raw(i % 2 ? 'POST /mcp HTTP/1.1\r\nHost: localhost\r\nX-Slow: ' : 'G'),
  )
  await isAlive(server)
  for (const answer of await Promise.all(slow)) expect(answer).toMatch(/^$| 408 /)
  await isAlive(server)
})
