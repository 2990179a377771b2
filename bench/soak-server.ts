import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'

/** A `deixis serve` that can be killed and started again, with the same address, tokens and file of conversations. */
export interface SoakServer {
  readonly url: string
  /** Resident memory of its process, worker threads included, in bytes. */
  memory(): Promise<number>
  /** As the machine's power going: SIGKILL. */
  kill(): Promise<void>
  start(): Promise<void>
  /** As its operator would: SIGTERM. Returns the exit code. */
  stop(): Promise<number | null>
  /** Turns of each conversation in the file, by the name that the client gave; asked while no server runs. */
  turns(): Map<string, number>
}

/** @param main the command's file @param folder where it keeps everything @param tokens whom it lets in */
export async function createSoakServer(
  main: string,
  folder: string,
  tokens: readonly string[],
): Promise<SoakServer> {
  const store = ['--store', join(folder, 'talks.db')]
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const flags = ['--port', String(port), '--output-dir', join(folder, 'out'), ...store]
  // What is tried is whether it holds, not whether it refuses.
  const limits = ['--rate', '999999', '--max-sessions', String(3 * tokens.length)]
  let child: ChildProcess | undefined
  let exit: Promise<unknown[]> | undefined

  async function end(signal: NodeJS.Signals): Promise<number | null> {
    child?.kill(signal)
    const [code] = (await exit) as [number | null]
    return code
  }

  return {
    url,
    async memory() {
      const headers = { authorization: `Bearer ${tokens[0]}` }
      const text = await (await fetch(`${url}/metrics`, { headers })).text()
      return Number(/^process_resident_memory_bytes (\d+)/m.exec(text)?.[1])
    },
    async kill() {
      await end('SIGKILL')
    },
    async start() {
      child = spawn(process.execPath, [main, 'serve', ...flags, ...limits], {
        env: { ...process.env, DEIXIS_TOKEN: tokens.join(' ') },
        stdio: ['ignore', 'ignore', 'pipe'],
      })
      exit = once(child, 'exit')
      const ended = exit.then(() => Promise.reject(new Error(`The server does not start: ${log}`)))
      ended.catch(() => {})
      let log = ''
      const listening = new Promise<void>((resolve) => {
        child?.stderr?.on('data', (chunk: Buffer) => {
          log = (log + chunk).slice(-2000)
          if (log.includes(url)) resolve()
        })
      })
      await Promise.race([listening, ended])
    },
    stop: () => end('SIGTERM'),
    turns() {
      const { stdout } = spawnSync(process.execPath, [main, 'conversations', '--json', ...store], {
        encoding: 'utf8',
        maxBuffer: 256 * 1024 * 1024,
      })
      const kept = JSON.parse(stdout) as { id: string; turns: number }[]
      // Before the slash stands the owner.
      return new Map(kept.map(({ id, turns }) => [id.slice(id.indexOf('/') + 1), turns]))
    },
  }
}

/** One that is free now: a server that is started again has to find its clients. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
