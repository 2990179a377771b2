import type { ChatAdapter, ChatHandler, Inbound, Reply, Responder } from '../../../adapters/chat.js'
// As in the service: what deixis loads must not get in the way of what discord.js loads.
import '../../../src/index.js'
import { createDiscordAdapter } from '../../../adapters/discord/adapter.js'
import type { DiscordOptions } from '../../../adapters/discord/options.js'
import { registerCommands } from '../../../adapters/discord/register.js'
import { DeixisError } from '../../../src/errors.js'
import { type FakeDiscord, type FakeOptions, startDiscord } from '../../fakes/discord/server.js'
import type { User } from '../../fakes/discord/wire.js'

export interface RunningBot extends AsyncDisposable {
  readonly discord: FakeDiscord
  readonly adapter: ChatAdapter
  readonly alice: User
  /** What the bot said about itself. */
  readonly log: readonly string[]
  /** The line of the log that has these words, once it is there. */
  logged(words: string): Promise<string>
  /** The promise of `start`. */
  readonly served: Promise<void>
  /** Cuts requests under way short. */
  readonly abort: () => void
}

interface BotOptions extends FakeOptions, Pick<DiscordOptions, 'messageContent'> {
  /** A fake that lives on after the bot; without one, the bot gets its own. */
  readonly discord?: FakeDiscord
}

/** A bot with its commands registered and logged in to a fake Discord, which hands every request to `handler`. */
export async function startBot(
  handler: ChatHandler,
  { discord: given, messageContent, ...fake }: BotOptions = {},
): Promise<RunningBot> {
  const discord = given ?? (await startDiscord(fake))
  const { token, applicationId, api } = discord
  const log: string[] = []
  const options = {
    token,
    applicationId,
    api,
    messageContent,
    log(line: string) {
      log.push(line)
      discord.changed()
    },
  }
  const logged = (words: string) =>
    discord.until(`"${words}" in the log`, () => log.find((line) => line.includes(words)))
  const adapter = createDiscordAdapter(options)
  await registerCommands(options)
  const controller = new AbortController()
  const served = adapter.start(handler, controller.signal)
  await Promise.race([logged('connected to Discord'), served])
  return {
    discord,
    adapter,
    alice: discord.user('alice'),
    log,
    logged,
    served,
    abort: () => controller.abort(),
    async [Symbol.asyncDispose]() {
      await adapter.stop()
      if (!given) await discord.stop()
    },
  }
}

export const nothing = { files: [], actions: [] } satisfies Partial<Reply>

/** Answers with what it was asked, the names and sizes of the pictures included. */
export function echo(): { handler: ChatHandler; seen: Inbound[] } {
  const seen: Inbound[] = []
  return {
    seen,
    async handler(inbound, responder) {
      seen.push(inbound)
      await orFail(responder, async () => {
        const pictures = await Promise.all(
          inbound.images.map(async (image) => `${image.name} (${(await image.load(inbound.signal)).length})`),
        )
        const parts = [inbound.action?.name ?? inbound.command, inbound.text, ...pictures]
        await responder.reply({ ...nothing, text: parts.filter((part) => part !== '').join(' | ') })
      })
    },
  }
}

/** Fails like the real handler does: through the responder. */
export async function orFail(responder: Responder, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof DeixisError)) throw error
    await responder.fail(error)
  }
}

/** Always the same reply. */
export function always(reply: Partial<Reply>): ChatHandler {
  return (_inbound, responder) => responder.reply({ ...nothing, text: '', ...reply })
}

export const picture = { name: 'cat.png', data: new Uint8Array(100).fill(7) }

/** Holds up whoever waits for it to be opened. */
export function gate(): { opened: Promise<void>; open: () => void } {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open }
}
