import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { root } from './pictures.js'

const sources = ['src', 'tools', 'adapters'].flatMap((folder) =>
  readdirSync(root + folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${folder}/${file}`),
)
const mentioning = (pattern: RegExp) =>
  sources.filter((file) => pattern.test(readFileSync(root + file, 'utf8')))

it('reads the environment in one module alone', () => {
  expect(mentioning(/process\.env\b/)).toEqual(['adapters/config.ts'])
})

it('keeps the MCP SDK in one folder, and its client in the links of the playground', () => {
  const files = mentioning(/@modelcontextprotocol/)
  expect(files).not.toHaveLength(0)
  expect(files.filter((file) => !file.startsWith('adapters/mcp/')).sort()).toEqual([
    'adapters/playground/app-link.ts',
    'adapters/playground/app-results.ts',
    'adapters/playground/app.ts',
    'adapters/playground/called.ts',
    'adapters/playground/http-link.ts',
  ])
})

it('writes to stdout nowhere but in the command line', () => {
  const allowed = /^adapters\/(cli\/(session|batch)|mcp\/(stdout|stdio))\.ts$/
  expect(
    mentioning(/process\.stdout|console\.(log|info|debug)/).filter((file) => !allowed.test(file)),
  ).toEqual([])
})
