import {
  type ChatInputCommandInteraction,
  type MessageComponentInteraction,
  type MessageContextMenuCommandInteraction,
  MessageFlags,
  type ModalSubmitInteraction,
} from 'discord.js'
import type { DeixisError } from '../../src/errors.js'
import type { Reply, Responder } from '../chat.js'
import type { Bot } from './bot.js'
import { type Composed, compose, composeText } from './compose.js'
import { MAX_UPLOAD_BYTES } from './limits.js'
import { createTicker } from './ticker.js'
import { adviceOn, nameOf, troubleOf } from './trouble.js'

/** Discord slows down who edits one message more than about once a second. */
const SHOW_EVERY_MS = 2000

/** Everything that people do through Discord's commands, buttons and modals. */
export type Answerable =
  | ChatInputCommandInteraction
  | MessageContextMenuCommandInteraction
  | MessageComponentInteraction
  | ModalSubmitInteraction

const { Ephemeral, IsComponentsV2 } = MessageFlags

/** Answers an interaction that has been deferred. What comes after the answer is ignored. */
export function createInteractionResponder(
  interaction: Answerable,
  conversationId: string,
  bot: Bot,
): Responder {
  const limit = interaction.attachmentSizeLimit ?? MAX_UPLOAD_BYTES
  const ticker = createTicker(
    (text) => interaction.editReply({ flags: IsComponentsV2, ...composeText(text) }),
    SHOW_EVERY_MS,
  )
  let isAnswered = false

  async function finish(message: Composed, isPrivate: boolean): Promise<void> {
    if (isAnswered) return
    isAnswered = true
    await ticker.stop()
    try {
      await send(message, isPrivate)
    } catch (error) {
      bot.log(`an answer was not taken: ${nameOf(error)}`)
      await makeDo(message, error).catch((last) => bot.log(`nor was a word about it: ${nameOf(last)}`))
    }
  }

  /** A promised answer is as visible as was promised: another one has to take its place to be less so. */
  async function send(message: Composed, isPrivate: boolean): Promise<void> {
    if (!isPrivate || interaction.ephemeral) {
      await interaction.editReply({ flags: IsComponentsV2, ...message })
      return
    }
    await interaction.deleteReply()
    await interaction.followUp({ flags: [IsComponentsV2, Ephemeral], ...message })
  }

  async function makeDo(message: Composed, error: unknown): Promise<void> {
    const trouble = troubleOf(error)
    if (trouble === 'deleted') return
    if (trouble === 'expired') {
      // After 15 minutes an interaction takes no answer any more; its channel may.
      const channel = interaction.ephemeral ? null : interaction.channel
      if (channel?.isSendable()) await channel.send({ flags: IsComponentsV2, ...message })
      return
    }
    const advice = composeText(adviceOn(trouble))
    await interaction.followUp({ flags: [IsComponentsV2, Ephemeral], ...advice })
  }

  return {
    async progress(text) {
      if (!isAnswered) ticker.push(text)
    },
    reply: (reply: Reply) => finish(compose(reply, { conversationId, limit }), reply.ephemeral ?? false),
    fail: (error: DeixisError) => finish(composeText(error.message), true),
  }
}
