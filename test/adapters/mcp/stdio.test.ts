import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { examples, main, stack } from '../pictures.js'

const INITIALIZE = {
  id: 1,
  method: 'initialize',
  params: {
    protocolVersion: '2025-06-18',
    capabilities: {},
    clientInfo: { name: 'deixis-test', version: '1' },
  },
}
const SEGMENT = {
  id: 2,
  method: 'tools/call',
  params: {
    name: 'segment',
    arguments: { image: stack, boxes: [{ x: 200, y: 300, width: 200, height: 120 }] },
    _meta: { progressToken: 'p' },
  },
}

interface Server {
  process: ChildProcessWithoutNullStreams
  stdout: Promise<string>
  exit: Promise<unknown[]>
  send(message: object): void
}

function start(): Server {
  const flags = ['--allow-dir', examples, '--output-dir', tmpdir(), '--no-store']
  const process_ = spawn(process.execPath, [main, 'mcp', ...flags])
  process_.stderr.resume()
  return {
    process: process_,
    stdout: text(process_.stdout),
    exit: once(process_, 'exit'),
    send: (message) => process_.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`),
  }
}

it('writes nothing but JSON-RPC to stdout, answers what it was asked before the end, and exits with 0', async () => {
  const server = start()
  server.send(INITIALIZE)
  server.process.stdin.write('this is no JSON\n')
  server.send({ method: 'notifications/initialized' })
  server.send(SEGMENT)
  server.process.stdin.end()
  const lines = (await server.stdout).trim().split('\n')
  const messages = lines.map((line) => JSON.parse(line))
  expect(messages.every(({ jsonrpc }) => jsonrpc === '2.0')).toBe(true)
  expect(messages.filter(({ id }) => id !== undefined).map(({ id }) => id)).toEqual([1, 2])
  expect(await server.exit).toEqual([0, null])
})

it.each(['SIGINT', 'SIGTERM'] as const)('ends cleanly on %s, even during a call', async (signal) => {
  const server = start()
  server.send(INITIALIZE)
  server.send(SEGMENT)
  await once(server.process.stdout, 'data')
  server.process.kill(signal)
  expect(await server.exit).toEqual([0, null])
})

it('ends when its reader goes away', async () => {
  const server = start()
  server.stdout.catch(() => {})
  server.send(INITIALIZE)
  await once(server.process.stdout, 'data')
  server.process.stdout.destroy()
  server.send(SEGMENT)
  expect(await server.exit).toEqual([0, null])
})
