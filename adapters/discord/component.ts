import { type MessageComponentInteraction, MessageFlags } from 'discord.js'
import type { ActionName } from '../chat.js'
import { answer, tell } from './answer.js'
import type { Bot } from './bot.js'
import { isOwnedByOther } from './conversation-id.js'
import { decodeCustomId } from './custom-id.js'

/** Answered to the author alone, wherever they are pressed. */
const PRIVATE: readonly ActionName[] = ['why']

/** A press of a button, or a choice from a menu. Its answer is a new message, so that the old one stays to be read. */
export async function useComponent(bot: Bot, interaction: MessageComponentInteraction): Promise<void> {
  const meant = decodeCustomId(interaction.customId)
  if (!meant) return await tell(interaction, 'This button is from an older version of me. Ask anew.')
  const { action, conversationId } = meant
  if (isOwnedByOther(conversationId, interaction.user.id)) {
    return await tell(
      interaction,
      'This is somebody else\'s conversation. Start your own with /segment, or with "Segment this ..." in the menu of a picture.',
    )
  }
  const values = interaction.isStringSelectMenu() ? interaction.values : []
  await answer(bot, interaction, {
    command: 'ask',
    action: { name: action, values },
    conversationId,
    isPrivate: PRIVATE.includes(action) || interaction.message.flags.has(MessageFlags.Ephemeral),
  })
}
