import { randomBytes } from 'node:crypto'
import { textOf } from './read.js'
import { type Channel, Flag, type Message, type Modal, type User } from './wire.js'
import { isLoading, type World } from './world.js'

/** One thing that somebody did to the bot, and what the bot made of it. */
export interface FakeInteraction {
  readonly id: string
  readonly token: string
  readonly type: number
  readonly user: User
  readonly channel: Channel
  /** The message whose button was pressed. */
  readonly source: Message | undefined
  readonly sentAt: number
  /** Type of the first answer, once there is one. */
  callback: number | undefined
  modal: Modal | undefined
  /** The answer itself, also called `@original`. */
  original: Message | undefined
  readonly followups: Message[]
  /** As after 15 minutes: nothing can be said to it any more. */
  expired: boolean
  /** The first answer: a message, a promise of one, or a modal. */
  acknowledged(): Promise<number>
  /** The first answer or follow-up that is complete and is what `where` looks for. */
  replied(where?: (message: Message) => boolean): Promise<Message>
  /** The modal that was opened. */
  opened(): Promise<Modal>
}

export function createInteraction(
  world: World,
  { type, user, channel, source }: Pick<FakeInteraction, 'type' | 'user' | 'channel' | 'source'>,
): FakeInteraction {
  const interaction: FakeInteraction = {
    id: world.newId(),
    token: randomBytes(24).toString('base64url'),
    type,
    user,
    channel,
    source,
    sentAt: performance.now(),
    callback: undefined,
    modal: undefined,
    original: undefined,
    followups: [],
    expired: false,
    acknowledged: () => world.until('an acknowledgement', () => interaction.callback),
    async replied(where = () => true) {
      const shown = () =>
        [interaction.original, ...interaction.followups].flatMap((message) =>
          message && message !== source && !isLoading(message) ? [message] : [],
        )
      return world.until(
        () => `a reply that fits; shown so far: ${JSON.stringify(shown().map(textOf))}`,
        () => shown().find(where),
      )
    },
    opened: () => world.until('a modal', () => interaction.modal),
  }
  world.interactions.set(interaction.id, interaction)
  return interaction
}

/** An empty message of the bot in answer to an interaction. */
export function answerTo(world: World, { id, channel }: FakeInteraction, flags = 0): Message {
  return {
    id: world.newId(),
    type: 20,
    channel_id: channel.id,
    author: world.bot,
    content: '',
    flags: flags & Flag.ephemeral,
    mentions: [],
    attachments: [],
    embeds: [],
    components: [],
    interaction: id,
    edits: 0,
  }
}
