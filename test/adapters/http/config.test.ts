import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { expect, it } from 'vitest'
import { type HttpFlags, httpOptions, resolveHttp } from '../../../adapters/config/http.js'

const TOKEN = '0123456789abcdef'
const resolve = (flags: HttpFlags = {}, env: Record<string, string> = {}) =>
  resolveHttp({ store: false, ...flags }, env, '/home/me')

it('serves this machine alone, and reads no folder, by default', () => {
  expect(resolve()).toEqual({
    directories: [],
    outputDirectory: '/home/me/deixis-out',
    imageResponses: 'allow',
    store: undefined,
    port: 3333,
    host: '127.0.0.1',
    tokens: [],
    publicUrl: undefined,
    allowedHosts: [],
    allowedOrigins: [],
    requestsPerMinute: 600,
    maxSessions: 100,
    sessionMinutes: 30,
    workers: expect.any(Number),
  })
})

it('takes the environment, and flags before the environment', () => {
  const env = {
    DEIXIS_PORT: '1',
    DEIXIS_HOST: '::',
    DEIXIS_TOKEN: ` ${TOKEN} other-${TOKEN} ${TOKEN}`,
    DEIXIS_PUBLIC_URL: 'https://a.example/deixis/',
    DEIXIS_ALLOW_DIR: `/a${delimiter}b`,
    DEIXIS_ALLOW_HOST: 'A.example  b.example',
    DEIXIS_ALLOW_ORIGIN: 'https://a.example http://localhost:5173',
    DEIXIS_RATE: '2',
    DEIXIS_MAX_SESSIONS: '3',
    DEIXIS_SESSION_MINUTES: '',
    DEIXIS_WORKERS: '4',
  }
  expect(resolve({}, env)).toMatchObject({
    directories: ['/a', '/home/me/b'],
    port: 1,
    host: '::',
    tokens: [TOKEN, `other-${TOKEN}`],
    publicUrl: 'https://a.example/deixis',
    allowedHosts: ['a.example', 'b.example'],
    allowedOrigins: ['https://a.example', 'http://localhost:5173'],
    requestsPerMinute: 2,
    maxSessions: 3,
    sessionMinutes: 30,
    workers: 4,
  })
  const flags = { port: '0', host: 'localhost', allowOrigin: ['https://c.example'], rate: '9' }
  expect(resolve(flags, env)).toMatchObject({
    port: 0,
    host: 'localhost',
    allowedOrigins: ['https://c.example'],
    requestsPerMinute: 9,
  })
})

it('has no flag for a token', () => {
  expect(Object.values(httpOptions).map(({ flags }) => flags)).not.toContainEqual(
    expect.stringMatching(/--token\b(?!-file)/),
  )
})

it('reads tokens from a file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'deixis-tokens-'))
  const tokenFile = join(folder, 'tokens')
  await writeFile(tokenFile, `# Alice\n${TOKEN}\r\n\n  second-${TOKEN}\n`)
  expect(resolve({ tokenFile }, { DEIXIS_TOKEN: `third-${TOKEN}` }).tokens).toEqual([
    `third-${TOKEN}`,
    TOKEN,
    `second-${TOKEN}`,
  ])
  await rm(folder, { recursive: true })
})

it.each(['0.0.0.0', '::', '192.168.1.2', 'deixis.example', '127.0.0.1.example'])(
  'refuses to listen on %s without a token',
  (host) => {
    expect(() => resolve({ host })).toThrow(/a token is needed/)
    expect(resolve({ host }, { DEIXIS_TOKEN: TOKEN })).toMatchObject({ host })
  },
)

it.each([
  [{ publicUrl: 'deixis.example' }, '--public-url'],
  [{ publicUrl: 'file:///etc' }, '--public-url'],
  [{ allowOrigin: ['*'] }, '--allow-origin'],
  [{ allowOrigin: ['https://a.example/'] }, '--allow-origin'],
  [{ tokenFile: '/no/such/file' }, '--token-file'],
  [{ rate: '0' }, '--rate'],
  [{ maxSessions: 'many' }, '--max-sessions'],
  [{ workers: '0' }, '--workers'],
  [{ port: '-1' }, '--port'],
])('names the option that is wrong: %j', (flags, name) => {
  expect(() => resolve(flags)).toThrow(name)
})

it.each(['short', `${TOKEN} short`, `${TOKEN}ü`])(
  'refuses tokens that can be guessed or sent by nobody: %s',
  (token) => {
    expect(() => resolve({}, { DEIXIS_TOKEN: token })).toThrow(/at least 16/)
  },
)
