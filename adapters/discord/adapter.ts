import { setMaxListeners } from 'node:events'
import { ModelError } from '../../src/errors.js'
import type { ChatAdapter, ChatHandler } from '../chat.js'
import { createArrivals } from './arrivals.js'
import type { Bot } from './bot.js'
import { createClient } from './client.js'
import { listen } from './events/index.js'
import { ACKNOWLEDGE_WITHIN_MS, MAX_UPLOAD_BYTES } from './limits.js'
import { login, thrownOut } from './login.js'
import type { DiscordOptions } from './options.js'
import { createPictures } from './pictures.js'
import { nameOf } from './trouble.js'

/**
 * A bot on Discord. `start` lasts as long as the bot is there: it is fulfilled once `stop` or the signal has made it leave,
 * and rejects with a `ConfigurationError` where Discord does not let it in, or throws it out. The signal cuts requests under
 * way short; `stop` lets them finish. Connections that break are taken up again by discord.js.
 */
export function createDiscordAdapter(options: DiscordOptions): ChatAdapter {
  const { token, api, log = (line) => console.error(`deixis: ${line}`) } = options
  const reactions = new Set<Promise<void>>()
  const leaving = new AbortController()
  let stay: Promise<void> | undefined

  async function serve(handler: ChatHandler, signal: AbortSignal): Promise<void> {
    const client = createClient(options)
    const bot: Bot = {
      client,
      pictures: createPictures(client, api),
      arrivals: createArrivals(),
      log,
      get leaving() {
        return leaving.signal.aborted
      },
      async handle(inbound, responder) {
        try {
          await handler({ ...inbound, signal }, responder)
        } catch (error) {
          log(`a request failed: ${nameOf(error)}`)
          await responder.fail(new ModelError('Something went wrong on my side. Try again in a moment.'))
        }
      },
    }
    listen(client, bot, (reaction) => {
      reactions.add(reaction)
      void reaction.finally(() => reactions.delete(reaction))
    })
    const end = new Promise<void>((resolve) => leaving.signal.addEventListener('abort', () => resolve()))
    const leave = () => leaving.abort()
    // Every request under way listens to it.
    setMaxListeners(0, signal)
    signal.addEventListener('abort', leave)
    try {
      const out = thrownOut(client)
      await Promise.race([login(client, token).then(() => end), end, out])
    } finally {
      leave()
      signal.removeEventListener('abort', leave)
      while (reactions.size > 0) await Promise.all(reactions)
      await client.destroy()
    }
  }

  return {
    name: 'discord',
    capabilities: {
      ackMs: ACKNOWLEDGE_WITHIN_MS,
      maxUploadBytes: MAX_UPLOAD_BYTES,
      threads: true,
      ephemeral: true,
      actions: true,
      modals: true,
    },
    start(handler, signal) {
      if (signal.aborted || leaving.signal.aborted) return Promise.resolve()
      stay ??= serve(handler, signal)
      return stay
    },
    async stop() {
      leaving.abort()
      // Whoever started it hears of its failure.
      await stay?.catch(() => {})
    },
  }
}
