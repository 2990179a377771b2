import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { main } from '../adapters/pictures.js'

export interface Served extends AsyncDisposable {
  /** With a slash at its end. */
  readonly url: string
}

/** The real command, once it listens, in a folder of its own. */
export async function serve(env: Record<string, string> = {}): Promise<Served> {
  const folder = await mkdtemp(join(tmpdir(), 'deixis-page-'))
  const args = [main, 'serve', '--port', '0', '--output-dir', folder, '--store', join(folder, 'talks.db')]
  const child = spawn(process.execPath, args, { cwd: folder, env: { ...process.env, ...env } })
  child.stdout.resume()
  const url = await new Promise<string>((resolve, reject) => {
    let log = ''
    child.stderr.on('data', (chunk) => {
      log += chunk
      const [address] = /http:\/\/[\d.]+:\d+/.exec(log) ?? []
      if (address) resolve(`${address}/`)
    })
    child.once('exit', () => reject(new Error(log)))
  })
  return {
    url,
    async [Symbol.asyncDispose]() {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}
