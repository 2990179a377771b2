import { MessageFlags } from 'discord.js'
import type { Inbound } from '../chat.js'
import type { Bot } from './bot.js'
import { composeText } from './compose.js'
import { conversationOf } from './conversation-id.js'
import { type Answerable, createInteractionResponder } from './interaction-responder.js'

export const RESTARTING = 'I am being restarted. Ask again in a minute.'

/** What an interaction asks for, besides who asks and where. */
export interface Request extends Pick<Inbound, 'command' | 'action' | 'options'> {
  readonly text?: string
  readonly images?: Inbound['images']
  /** Where it is not the author's own in this place. */
  readonly conversationId?: string
  /** Whether the author alone sees the answer. */
  readonly isPrivate?: boolean
}

/** Acknowledges an interaction before anything else, and has it answered. */
export async function answer(bot: Bot, interaction: Answerable, request: Request): Promise<void> {
  if (bot.leaving) return await tell(interaction, RESTARTING)
  const { command, action, options, text = '', images = [] } = request
  const conversationId = request.conversationId ?? conversationOf(interaction)
  const acknowledged = interaction.deferReply(request.isPrivate ? { flags: MessageFlags.Ephemeral } : {})
  await bot.arrivals.inOrder(conversationId, acknowledged)

  const responder = createInteractionResponder(interaction, conversationId, bot)
  const { id: messageId, guildId, user } = interaction
  const author = { id: user.id, name: user.displayName }
  const spaceId = guildId ?? undefined
  await bot.handle(
    { conversationId, messageId, author, spaceId, command, action, options, text, images },
    responder,
  )
}

/** Says something to the author alone, at once and for good. */
export async function tell(interaction: Answerable, text: string): Promise<void> {
  await interaction.reply({
    flags: [MessageFlags.IsComponentsV2, MessageFlags.Ephemeral],
    ...composeText(text),
  })
}
