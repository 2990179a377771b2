import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { registerCommands } from '../../../adapters/discord/register.js'
import { textOf } from '../../fakes/discord/read.js'
import type { FakeDiscord } from '../../fakes/discord/server.js'
import type { Message } from '../../fakes/discord/wire.js'
import { main } from '../pictures.js'

export interface RunningService extends AsyncDisposable {
  /** What it said on stderr so far. */
  log(): string
  /** Asks it to leave, once; settles with its exit status. */
  stop(): Promise<number | null>
}

/**
 * `deixis discord` as people run it, with its commands registered, once it is connected. It keeps nothing unless it is told
 * where.
 */
export async function startService(
  discord: FakeDiscord,
  env: Record<string, string> = {},
): Promise<RunningService> {
  const { token, applicationId, api } = discord
  await registerCommands({ token, applicationId, api })
  const child = spawn(process.execPath, [main, 'discord', '--api', api], {
    env: { ...process.env, DEIXIS_STORE: 'none', DEIXIS_DISCORD_TOKEN: token, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
    discord.changed()
  })
  const exit = once(child, 'exit')
  const stop = async () => {
    child.kill('SIGTERM')
    const [status] = await exit
    return status as number | null
  }
  await discord.until(
    () => `the service to connect; it said: ${said}`,
    () => said.includes('connected to Discord') || undefined,
  )
  return { log: () => said, stop, [Symbol.asyncDispose]: async () => void (await stop()) }
}

/** What is told until the answer comes ends in an ellipsis, or says whose turn it is. */
export function isUnderWay(message: Message): boolean {
  return /( …|in line\.)$/.test(textOf(message))
}

export function isAnswer(message: Message): boolean {
  return !isUnderWay(message)
}
