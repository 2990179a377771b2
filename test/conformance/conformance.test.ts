import { execFile } from 'node:child_process'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { createServer } from '../../adapters/mcp/server.js'
import { sessionOpener } from '../../adapters/mcp/session.js'
import { start } from '../adapters/http/start.js'
import { addFixtures } from './fixtures.js'

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url))
const suite = fileURLToPath(import.meta.resolve('@modelcontextprotocol/conformance/dist/index.js'))

/** Runs every scenario for servers of the official suite. */
function conformance(url: string): Promise<{ failed: boolean; output: string }> {
  const args = ['--import', path('glob-sync.mjs'), suite, 'server', '--suite', 'all', '--url', url]
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [...args, '--expected-failures', path('expected-failures.yml')],
      // It writes its results where it runs.
      { cwd: tmpdir(), timeout: 45_000 },
      (error, stdout, stderr) => resolve({ failed: error !== null, output: stdout + stderr }),
    )
  })
}

it('passes every scenario that is not expected to fail', async () => {
  const open = sessionOpener((options) => {
    const deixis = createServer(options)
    addFixtures(deixis.server)
    return deixis
  })
  const server = await start({ open })
  const { failed, output } = await conformance(`${server.url}/mcp`)
  expect(failed, output).toBe(false)
  // Of 32 scenarios, five are in the list.
  const passed = output
    .split('\n')
    .filter((line) => line.startsWith('✓ ') && !line.includes('server-sse-polling'))
  expect(passed).toHaveLength(27)
})
