import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { resolveServerConfig, serverOptions } from '../../adapters/config.js'

describe('resolveServerConfig()', () => {
  it('reads and writes under the working directory by default', () => {
    expect(resolveServerConfig({}, {}, '/home/me')).toEqual({
      directories: ['/home/me'],
      outputDirectory: '/home/me/deixis-out',
      imageResponses: 'allow',
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
    }
    expect(resolveServerConfig({}, env, '/home/me')).toEqual({
      directories: ['/a', '/home/me/b'],
      outputDirectory: '/home/me/out',
      imageResponses: 'omit',
    })
    const flags = { allowDir: ['c'], outputDir: '/d', imageResponses: 'allow' }
    expect(resolveServerConfig(flags, env, '/home/me')).toEqual({
      directories: ['/home/me/c'],
      outputDirectory: '/d',
      imageResponses: 'allow',
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

it('gives every flag its environment twin', () => {
  for (const { flags, env } of Object.values(serverOptions)) {
    const flag = flags.split(' ')[0]!.slice(2)
    expect(env).toBe(`DEIXIS_${flag.toUpperCase().replaceAll('-', '_')}`)
  }
})
