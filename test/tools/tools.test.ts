import { existsSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import type { Tool } from '../../tools/define.js'
import { tools } from '../../tools/index.js'
import { root } from '../adapters/pictures.js'

const registry = tools as readonly Tool[]

const NAMES = ['open_image', 'ground', 'segment', 'reason', 'refine', 'view', 'export']
const SHARED_FILES = ['define', 'files', 'formats', 'index', 'params', 'regions', 'report', 'text']

it('offers exactly the tools that the design names', () => {
  expect(registry.map(({ name }) => name)).toEqual(NAMES)
})

it('keeps each tool in a file of its name, and nothing unlisted beside them', () => {
  const files = readdirSync(`${root}tools`).map((file) => file.replace(/\.ts$/, ''))
  expect(files.sort()).toEqual([...NAMES.map(toKebab), ...SHARED_FILES].sort())
})

describe.each(registry.map((tool) => [tool.name, tool] as const))('%s', (name, tool) => {
  it('has a test of its own', () => {
    expect(existsSync(`${root}test/tools/${toKebab(name)}.test.ts`)).toBe(true)
  })

  it('states all four hints', () => {
    expect(Object.keys(tool.annotations).sort()).toEqual([
      'destructiveHint',
      'idempotentHint',
      'openWorldHint',
      'readOnlyHint',
    ])
  })

  it('describes itself and every argument within what a model will read', () => {
    expect(tool.description.length).toBeGreaterThan(80)
    expect(tool.description.length).toBeLessThan(400)
    const { properties = {} } = z.toJSONSchema(tool.input, { io: 'input' })
    for (const [argument, schema] of Object.entries(properties)) {
      expect(schema, argument).toHaveProperty('description')
    }
  })

  it('publishes an object without unions or tuples, with bounded integers', () => {
    const schema = z.toJSONSchema(tool.input, { io: 'input' })
    expect(schema.type).toBe('object')
    const text = JSON.stringify(schema)
    expect(text).not.toMatch(/anyOf|oneOf|prefixItems/)
    expect(text).not.toContain(String(Number.MAX_SAFE_INTEGER))
  })
})

function toKebab(name: string): string {
  return name.replaceAll('_', '-')
}
