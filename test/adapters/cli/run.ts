import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { main } from '../pictures.js'

export interface Outcome {
  status: number | null
  stdout: string
  stderr: string
}

/** Runs the real command as a shell would, with `input` piped in. It keeps no conversations unless it is told where. */
export async function run(
  args: readonly string[],
  { input = '', cwd, env }: { input?: string; cwd?: string; env?: Record<string, string> } = {},
): Promise<Outcome> {
  const child = spawn(process.execPath, [main, ...args], {
    cwd,
    env: { ...process.env, DEIXIS_STORE: 'none', ...env },
  })
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const [stdout, stderr, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ])
  return { status, stdout, stderr }
}
