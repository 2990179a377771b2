import { type Message, MessageFlags } from 'discord.js'
import type { DeixisError } from '../../src/errors.js'
import type { Reply, Responder } from '../chat.js'
import type { Bot } from './bot.js'
import { type Composed, compose, composeText } from './compose.js'
import { MAX_UPLOAD_BYTES } from './limits.js'
import { createTicker } from './ticker.js'
import { adviceOn, nameOf, troubleOf } from './trouble.js'

/** "... is typing" fades after ten seconds. */
const TYPE_EVERY_MS = 8000

const flags = MessageFlags.IsComponentsV2

/** Answers a message with a reply to it. That it works on it is shown by typing; there is nothing to edit yet. */
export function createMessageResponder(message: Message, conversationId: string, bot: Bot): Responder {
  const { channel } = message
  const ticker = createTicker(
    async () => (channel.isSendable() ? channel.sendTyping() : undefined),
    TYPE_EVERY_MS,
  )
  let isAnswered = false
  ticker.push('')

  async function finish(answer: Composed): Promise<void> {
    if (isAnswered) return
    isAnswered = true
    await ticker.stop()
    try {
      await message.reply({ flags, ...answer })
    } catch (error) {
      bot.log(`an answer was not taken: ${nameOf(error)}`)
      await makeDo(error).catch((last) => bot.log(`nor was a word about it: ${nameOf(last)}`))
    }
  }

  /** Where the bot may not speak, it tells its author in private. */
  async function makeDo(error: unknown): Promise<void> {
    const trouble = troubleOf(error)
    if (trouble === 'deleted') return
    const advice = composeText(adviceOn(trouble))
    if (trouble === 'forbidden') await message.author.send({ flags, ...advice })
    else await message.reply({ flags, ...advice })
  }

  return {
    async progress() {
      if (!isAnswered) ticker.push('')
    },
    reply: (reply: Reply) => finish(compose(reply, { conversationId, limit: MAX_UPLOAD_BYTES })),
    fail: (error: DeixisError) => finish(composeText(error.message)),
  }
}
