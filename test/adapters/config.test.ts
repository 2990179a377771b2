import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { chatOptions, resolveChat } from '../../adapters/config/chat.js'
import { httpOptions } from '../../adapters/config/http.js'
import { modelOptions, resolveModels } from '../../adapters/config/models.js'
import { resolveServerConfig, serverOptions } from '../../adapters/config/server.js'
import { resolveStore, storeOptions } from '../../adapters/config/store.js'

describe('resolveServerConfig()', () => {
  it('reads and writes under the working directory by default', () => {
    expect(resolveServerConfig({ store: false }, {}, '/home/me')).toEqual({
      directories: ['/home/me'],
      outputDirectory: '/home/me/deixis-out',
      imageResponses: 'allow',
      store: undefined,
    })
  })

  it('allows nothing by default where a desktop assistant starts it: in the root folder', () => {
    expect(resolveServerConfig({}, {}, '/')).toMatchObject({
      directories: [],
      outputDirectory: join(tmpdir(), 'deixis-out'),
    })
  })

  it('takes the environment, and flags before the environment', () => {
    const env = {
      DEIXIS_ALLOW_DIR: `/a${delimiter}b`,
      DEIXIS_OUTPUT_DIR: 'out',
      DEIXIS_IMAGE_RESPONSES: 'omit',
      DEIXIS_STORE: 'talk.db',
      DEIXIS_KEEP_DAYS: '7',
    }
    expect(resolveServerConfig({}, env, '/home/me')).toEqual({
      directories: ['/a', '/home/me/b'],
      outputDirectory: '/home/me/out',
      imageResponses: 'omit',
      store: { path: '/home/me/talk.db', maxAgeDays: 7 },
    })
    const flags = { allowDir: ['c'], outputDir: '/d', imageResponses: 'allow', store: 'x.db', keepDays: '1' }
    expect(resolveServerConfig(flags, env, '/home/me')).toEqual({
      directories: ['/home/me/c'],
      outputDirectory: '/d',
      imageResponses: 'allow',
      store: { path: '/home/me/x.db', maxAgeDays: 1 },
    })
  })

  it('counts an empty value as absent', () => {
    const env = { DEIXIS_ALLOW_DIR: '', DEIXIS_OUTPUT_DIR: '', DEIXIS_IMAGE_RESPONSES: '' }
    expect(resolveServerConfig({}, env, '/home/me')).toEqual(resolveServerConfig({}, {}, '/home/me'))
  })

  it('names the option that is wrong', () => {
    expect(() => resolveServerConfig({}, { DEIXIS_IMAGE_RESPONSES: 'no' }, '/')).toThrow('--image-responses')
  })
})

describe('resolveModels()', () => {
  it('takes the environment, and flags before the environment', () => {
    const env = { DEIXIS_GROUNDER: 'ollama:a', DEIXIS_REASONER: '', DEIXIS_CHECK: '1' }
    expect(resolveModels({}, env)).toMatchObject({ grounder: 'ollama:a', reasoner: undefined, check: true })
    expect(resolveModels({ grounder: 'ollama:b' }, env)).toMatchObject({ grounder: 'ollama:b' })
  })

  it('gives a key to whom it belongs', () => {
    const keyFor = (url: string, env: Record<string, string>) => resolveModels({}, env).apiKeyFor?.(url)
    const own = 'http://127.0.0.1:8000/v1'
    expect(keyFor(own, { OPENAI_API_KEY: 'o' })).toBeUndefined()
    expect(keyFor(own, { OPENAI_API_KEY: 'o', DEIXIS_API_KEY: 'd' })).toBe('d')
    expect(keyFor('https://api.openai.com/v1', { OPENAI_API_KEY: 'o' })).toBe('o')
  })
})

describe('resolveStore()', () => {
  it('keeps conversations in the data folder of the account by default', () => {
    expect(resolveStore({}, { XDG_DATA_HOME: '/data', LOCALAPPDATA: '/data' }, '/')?.path).toMatch(
      /deixis.conversations\.db$/,
    )
    expect(resolveStore({}, { DEIXIS_STORE: '' }, '/')).toEqual(resolveStore({}, {}, '/'))
  })

  it('keeps nothing when told so', () => {
    expect(resolveStore({}, { DEIXIS_STORE: 'none' }, '/')).toBeUndefined()
    expect(resolveStore({ store: false }, { DEIXIS_STORE: '/talk.db' }, '/')).toBeUndefined()
  })

  it.each(['0', '-1', 'long'])('names the option that is wrong: %s', (keepDays) => {
    expect(() => resolveStore({ keepDays }, {}, '/')).toThrow('--keep-days')
  })
})

describe('resolveChat()', () => {
  it('takes the environment, and flags before the environment', () => {
    const env = { DEIXIS_AUTHOR_RATE: '5', DEIXIS_SPACE_RATE: '', DEIXIS_MAX_WAITING: '50' }
    expect(resolveChat({ authorRate: '7' }, env)).toEqual({
      limits: { authorPerMinute: 7, spacePerMinute: 120 },
      queue: { maxWaiting: 50 },
    })
  })

  it.each(['0', '-1', '1.5', 'many'])('names the option that is wrong: %s', (text) => {
    expect(() => resolveChat({}, { DEIXIS_MAX_WAITING: text })).toThrow('--max-waiting (DEIXIS_MAX_WAITING)')
  })
})

it('gives every flag its environment twin', () => {
  for (const { flags, env } of [serverOptions, storeOptions, modelOptions, chatOptions, httpOptions].flatMap(
    Object.values,
  )) {
    const flag = flags.split(' ')[0]!.slice(2)
    expect(env).toBe(`DEIXIS_${flag.toUpperCase().replaceAll('-', '_')}`)
  }
})
