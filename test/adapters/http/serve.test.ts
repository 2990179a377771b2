import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { run } from '../cli/run.js'
import { main, root, stack } from '../pictures.js'
import { ALICE, BOB, dataOf, eventually, textOf } from './start.js'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deixis-serve-'))
})
afterAll(() => rm(folder, { recursive: true }))

interface Served {
  url: string
  process: ChildProcessWithoutNullStreams
  exit: Promise<unknown[]>
  log(): string
}

/** The real command, once it listens. */
async function serve(flags: readonly string[] = [], env: Record<string, string> = {}): Promise<Served> {
  const args = [
    main,
    'serve',
    '--port',
    '0',
    '--output-dir',
    folder,
    '--store',
    join(folder, 'talks.db'),
    ...flags,
  ]
  const child = spawn(process.execPath, args, { cwd: folder, env: { ...process.env, ...env } })
  onTestFinished(() => void child.kill('SIGKILL'))
  let log = ''
  child.stderr.on('data', (chunk) => {
    log += chunk
  })
  child.stdout.resume()
  const exit = once(child, 'exit')
  const url = await eventually(() => /http:\/\/[\d.]+:\d+/.exec(log)?.[0] ?? Promise.reject(new Error(log)))
  return { url, process: child, exit, log: () => log }
}

async function connect(url: string, token: string) {
  const headers = { authorization: `Bearer ${token}` }
  const transport = new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { requestInit: { headers } })
  const client = new Client({ name: 'deixis-test', version: '1' })
  await client.connect(transport as Parameters<Client['connect']>[0])
  onTestFinished(() => client.close())
  return async (name: string, args: Record<string, unknown>) =>
    (await client.callTool({ name, arguments: args })) as CallToolResult
}

async function upload(url: string, token: string, bytes?: Buffer): Promise<string> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'image/jpeg' }
  const body = new Uint8Array(bytes ?? (await readFile(stack)))
  const response = await fetch(`${url}/images?name=stack.jpg`, { method: 'POST', body, headers })
  return ((await response.json()) as { image_id: string }).image_id
}

it('goes on after a restart for whoever has the token, and for nobody else', async () => {
  const before = await serve([], { DEIXIS_TOKEN: `${ALICE} ${BOB}` })
  const image = await upload(before.url, ALICE)
  const call = await connect(before.url, ALICE)
  const asked = dataOf(await call('reason', { image, question: 'which suitcases can be removed?' }))
  expect(asked.regions).not.toEqual([])
  before.process.kill('SIGTERM')
  expect(await before.exit).toEqual([0, null])
  expect(before.log()).not.toMatch(/\n\s+at /)

  const after = await serve([], { DEIXIS_TOKEN: `${ALICE} ${BOB}` })
  const goOn = { question: 'only the left one', conversation_id: asked.conversation_id }
  const [alice, bob] = [await connect(after.url, ALICE), await connect(after.url, BOB)]
  expect((await bob('reason', goOn)).isError).toBe(true)
  expect(dataOf(await alice('reason', goOn)).regions).toHaveLength(1)
})

it('finishes a call that is under way at SIGTERM', async () => {
  const server = await serve([], { DEIXIS_TOKEN: ALICE })
  const image = await upload(server.url, ALICE)
  const call = await connect(server.url, ALICE)
  const running = call('segment', { image, boxes: [{ x: 200, y: 300, width: 200, height: 120 }] })
  running.catch(() => {})
  await eventually(async () => {
    const headers = { authorization: `Bearer ${ALICE}` }
    const text = await (await fetch(`${server.url}/metrics`, { headers })).text()
    expect(text).toContain('deixis_tool_calls_running 1')
  })
  server.process.kill('SIGTERM')
  expect((await running).isError).toBeFalsy()
  expect(await server.exit).toEqual([0, null])
})

it('goes on for everybody else when a request crashes the engine', async () => {
  const crashing = { NODE_OPTIONS: `--require ${root}test/adapters/http/crash.cjs` }
  const server = await serve(['--workers', '1'], { ...crashing, DEIXIS_TOKEN: `${ALICE} ${BOB}` })
  const poison = await sharp({ create: { width: 66, height: 48, channels: 3, background: 'red' } })
    .png()
    .toBuffer()
  const [theirs, mine] = [await upload(server.url, ALICE, poison), await upload(server.url, BOB)]
  const [alice, bob] = [await connect(server.url, ALICE), await connect(server.url, BOB)]
  const box = { x: 10, y: 10, width: 30, height: 30 }
  const suitcase = { image: mine, boxes: [{ x: 200, y: 300, width: 200, height: 120 }] }
  const [crashed, fine] = await Promise.all([
    alice('segment', { image: theirs, boxes: [box] }),
    bob('segment', suitcase),
  ])
  expect(textOf(crashed)).toMatch(/Other requests still work/)
  expect(dataOf(fine).regions).toHaveLength(1)
  expect(server.log()).toMatch(/The model worker stopped during this request/)
  await alice('segment', { image: theirs, boxes: [box] })
  expect(textOf(await alice('segment', { image: theirs, boxes: [box] }))).toMatch(/2 times .* give another/)
  expect((await bob('segment', suitcase)).isError).toBeFalsy()
  const headers = { authorization: `Bearer ${BOB}` }
  const metrics = await (await fetch(`${server.url}/metrics`, { headers })).text()
  expect(metrics).toMatch(/^deixis_engine_workers_lost_total 2$/m)
  expect(metrics).toMatch(/^deixis_engine_workers 1$/m)
})

it.each([
  [['--host', '0.0.0.0'], {}, /a token is needed/],
  [[], { DEIXIS_TOKEN: 'short' }, /at least 16/],
  [['--token-file', 'no-such-file'], {}, /cannot be read/],
  [['--allow-origin', 'https://a.example/path'], {}, /expected origins/],
  [['--port', 'x'], {}, /--port \(DEIXIS_PORT\)/],
])('refuses what is not safe or wrong: %j %j', async (flags, env, message) => {
  const { status, stderr } = await run(['serve', '--port', '0', '--no-store', ...flags], { env, cwd: folder })
  expect(status).toBe(2)
  expect(stderr).toMatch(message)
  expect(stderr).not.toMatch(/\n\s+at /)
})

it('reads tokens from a file', async () => {
  await writeFile(join(folder, 'tokens'), `# people\n${ALICE}\n\n${BOB}\r\n`)
  const { url } = await serve(['--host', '0.0.0.0', '--token-file', join(folder, 'tokens')])
  const ask = (token: string) => fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${token}` } })
  expect((await ask(ALICE)).status).toBe(200)
  expect((await ask(BOB)).status).toBe(200)
  expect((await ask('# people 0123456789')).status).toBe(401)
})
