import fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import { tools } from '../../../tools/index.js'
import { type Connected, png, start, textOf } from './start.js'

interface Schema {
  type?: string
  enum?: unknown[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  minimum?: number
  maximum?: number
}

/** Mostly what a schema asks for, at its edges, now and then something else. */
function valueFor(schema: Schema, image: string): fc.Arbitrary<unknown> {
  const odd = fc.oneof(fc.anything({ maxDepth: 1 }), fc.string({ unit: 'binary', maxLength: 50 }))
  return fc.oneof({ weight: 6, arbitrary: fitting(schema, image) }, { weight: 1, arbitrary: odd })
}

function fitting(schema: Schema, image: string): fc.Arbitrary<unknown> {
  if (schema.enum) return fc.constantFrom(...schema.enum)
  switch (schema.type) {
    case 'object': {
      const properties = Object.entries(schema.properties ?? {})
      const fields = Object.fromEntries(properties.map(([name, each]) => [name, valueFor(each, image)]))
      return fc.record(fields, { requiredKeys: schema.required ?? [] })
    }
    case 'array':
      return fc.array(valueFor(schema.items ?? {}, image), { maxLength: 4 })
    case 'number':
    case 'integer': {
      const { minimum = -1e6, maximum = 1e6 } = schema
      return fc.oneof(fc.integer({ min: 0, max: 70 }), fc.constantFrom(minimum, maximum, minimum - 1, 0.5))
    }
    case 'boolean':
      return fc.boolean()
    case 'string':
      return fc.oneof(
        fc.constantFrom(image, 'r1', 'r2', 'c', 'the cup', '../../etc/passwd', '__proto__', 'undo', 'why?'),
        fc.string({ unit: 'grapheme', maxLength: 30 }),
      )
    default:
      return fc.constant(null)
  }
}

it('answers whatever a tool is given, tells nothing of itself, and goes on', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {})
  const server = await start({ flags: { rate: '999999', imageResponses: 'omit' } })
  const image = await server.upload(await png())
  const { client, call }: Connected = await server.connect()
  const { tools: published } = await client.listTools()
  expect(published.map(({ name }) => name)).toEqual(tools.map(({ name }) => name))
  const calls = published.map(({ name, inputSchema }) =>
    fc.record({ name: fc.constant(name), args: fitting(inputSchema as Schema, image) }),
  )
  await fc.assert(
    fc.asyncProperty(fc.oneof(...calls), async ({ name, args }) => {
      const result = await call(name, args as Record<string, unknown>)
      const text = textOf(result)
      expect(text).not.toBe('')
      expect(text).not.toMatch(/did not foresee|node_modules|\n\s+at /)
      expect(text).not.toContain(server.folder)
      expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    }),
    { numRuns: 1000, seed: 7 },
  )
  expect(log).not.toHaveBeenCalled()
  log.mockRestore()
})
