import type { BaseInteraction, Message } from 'discord.js'
import { InteractionContextType } from 'discord.js'

/**
 * Whose talk it is: everybody's in a thread, one person's in direct talk, and everybody has their own in a channel or in a
 * talk of several people.
 */
export function conversationOf(source: BaseInteraction | Message): string {
  const isShared = source.channel?.isThread() || isWithBotAlone(source)
  const userId = 'author' in source ? source.author.id : source.user.id
  return isShared ? `discord:${source.channelId}` : `discord:${source.channelId}:${userId}`
}

/** Whether somebody other than the owner of a conversation reaches for it. */
export function isOwnedByOther(conversationId: string, userId: string): boolean {
  const [, , owner] = conversationId.split(':')
  return owner !== undefined && owner !== userId
}

function isWithBotAlone(source: BaseInteraction | Message): boolean {
  if ('context' in source && source.context !== null) return source.context === InteractionContextType.BotDM
  return source.channel?.isDMBased() ?? false
}
