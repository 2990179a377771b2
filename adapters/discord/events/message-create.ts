import { Events, type Message, MessageType } from 'discord.js'
import { UserInputError } from '../../../src/errors.js'
import type { InboundImage } from '../../chat.js'
import { RESTARTING } from '../answer.js'
import type { Bot } from '../bot.js'
import { conversationOf } from '../conversation-id.js'
import { createMessageResponder } from '../message-responder.js'
import type { BotEvent } from './event.js'

const SPOKEN: readonly MessageType[] = [MessageType.Default, MessageType.Reply]

/** People, roles, channels and custom emoji, as Discord writes them. */
const REFERENCES = /<(?:@[!&]?|#|a?:\w+:)\d+>|@(?:everyone|here)\b/g

/** Direct talk, mentions of the bot and replies to it. */
export const messageCreate = {
  name: Events.MessageCreate,
  async run(bot, message) {
    if (message.author.bot || !SPOKEN.includes(message.type) || !isForBot(bot, message)) return
    const conversationId = conversationOf(message)
    const responder = createMessageResponder(message, conversationId, bot)
    if (bot.leaving) return await responder.fail(new UserInputError('busy', RESTARTING))

    const text = wordsOf(message)
    const images = await bot.arrivals.inOrder(conversationId, picturesFor(bot, message))
    if (!images) return await responder.fail(unreadable())

    const { id: messageId, author, guildId } = message
    await bot.handle(
      {
        conversationId,
        messageId,
        author: { id: author.id, name: author.displayName },
        spaceId: guildId ?? undefined,
        command: commandOf(text, images),
        text,
        images,
      },
      responder,
    )
  },
} satisfies BotEvent<Events.MessageCreate>

function isForBot(bot: Bot, message: Message): boolean {
  const { channel, mentions, content } = message
  if (channel.isDMBased() || mentions.users.has(bot.client.user?.id ?? '')) return true
  // A reply to the answer of a command mentions nobody; it is only readable with the privileged intent.
  return isReplyToBot(bot, message) && content !== ''
}

function isReplyToBot({ client }: Bot, { mentions }: Message): boolean {
  return mentions.repliedUser?.id === client.user?.id
}

/** What was said of the picture: not whom it was said to. */
function wordsOf({ content }: Message): string {
  return content.replaceAll(REFERENCES, ' ').replace(/\s+/g, ' ').trim()
}

function commandOf(text: string, images: readonly InboundImage[]) {
  if (text !== '') return 'ask'
  return images.length > 0 ? 'look' : 'help'
}

/**
 * What a message brings, or else points at by being a reply; nothing where that can't be seen. The bot's own pictures are
 * known already.
 */
async function picturesFor(bot: Bot, message: Message): Promise<readonly InboundImage[] | undefined> {
  const own = bot.pictures.of(message)
  if (own.length > 0) return own
  if (message.type !== MessageType.Reply || isReplyToBot(bot, message)) return []
  const replied = await message.fetchReference().catch(() => undefined)
  return replied && !isHidden(replied) ? bot.pictures.of(replied) : undefined
}

/** Discord shows a bot without the privileged intent that there is a message, and nothing of what is in it. */
function isHidden({ content, attachments, embeds, stickers }: Message): boolean {
  return content === '' && attachments.size + embeds.length + stickers.size === 0
}

function unreadable(): UserInputError {
  return new UserInputError(
    'no-image',
    'I cannot see that message. Open its menu and choose Apps, "Segment this ...", or upload the picture to me.',
  )
}
