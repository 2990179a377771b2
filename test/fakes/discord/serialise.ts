import { type Channel, ChannelType, type Component, Intent, type Message, type StoredFile } from './wire.js'
import type { World } from './world.js'

/** Objects as they go over the wire. */
export function createSerialiser(world: World, origin: () => string) {
  function attachment({ data: _data, ...file }: StoredFile) {
    const { id, filename } = file
    const { channelId } = world.files.get(id) ?? {}
    // Signed like Discord's: what follows "ex" says how long the address lives.
    const url = `${origin()}/attachments/${channelId}/${id}/${encodeURIComponent(filename)}?ex=${world.addressEpoch}`
    return {
      ...file,
      url,
      proxy_url: url,
      ...(/^image\//.test(file.content_type ?? '') && { width: 64, height: 64 }),
    }
  }

  function component(part: Component, files: readonly StoredFile[]): Component {
    const media = ({ url }: { url: string }) => {
      const file = files.find(({ filename }) => url === `attachment://${filename}`)
      return file ? { url: attachment(file).url, attachment_id: file.id } : { url }
    }
    return {
      ...part,
      ...(part.items && { items: part.items.map((item) => ({ ...item, media: media(item.media) })) }),
      ...(part.file && { file: media(part.file) }),
      ...(part.components && { components: part.components.map((each) => component(each, files)) }),
      ...(part.accessory && { accessory: component(part.accessory, files) }),
    }
  }

  function message(stored: Message, depth = 0): Record<string, unknown> {
    const { interaction, reference, edits, ...plain } = stored
    const channel = world.channels.get(stored.channel_id)
    const answered = interaction ? world.interactions.get(interaction) : undefined
    const referenced = reference ? world.messages.get(reference) : undefined
    return {
      ...plain,
      timestamp: new Date(0).toISOString(),
      edited_timestamp: edits > 0 ? new Date(0).toISOString() : null,
      tts: false,
      pinned: false,
      mention_everyone: false,
      mention_roles: [],
      attachments: stored.attachments.map(attachment),
      components: stored.components.map((part) => component(part, stored.attachments)),
      ...(answered && {
        application_id: world.applicationId,
        webhook_id: world.applicationId,
        interaction_metadata: {
          id: answered.id,
          type: answered.type,
          user: answered.user,
          authorizing_integration_owners: {},
        },
      }),
      ...(reference && {
        message_reference: {
          type: 0,
          message_id: reference,
          channel_id: stored.channel_id,
          ...(channel?.guild_id && { guild_id: channel.guild_id }),
        },
        ...(depth === 0 && { referenced_message: referenced ? message(referenced, 1) : null }),
      }),
    }
  }

  /**
   * A message as the bot may see it: without the privileged intent, only its own, those that mention it and those said to it
   * alone have content.
   */
  function messageFor(intents: number, stored: Message): Record<string, unknown> {
    const whole = message(stored)
    const { referenced_message: referenced } = whole
    if (intents & Intent.content) return whole
    const original = stored.reference ? world.messages.get(stored.reference) : undefined
    return {
      ...whole,
      ...(isOpen(stored) ? {} : NO_CONTENT),
      ...(referenced && original && !isOpen(original)
        ? { referenced_message: { ...referenced, ...NO_CONTENT } }
        : {}),
    }
  }

  function isOpen({ author, mentions, channel_id }: Message): boolean {
    return (
      author.id === world.bot.id ||
      mentions.some(({ id }) => id === world.bot.id) ||
      world.channels.get(channel_id)?.type === ChannelType.dm
    )
  }

  function channel(stored: Channel): Record<string, unknown> {
    return {
      ...stored,
      position: 0,
      permission_overwrites: [],
      ...(stored.type === ChannelType.thread && {
        owner_id: world.bot.id,
        message_count: 1,
        member_count: 1,
        total_message_sent: 1,
        thread_metadata: {
          archived: false,
          auto_archive_duration: 1440,
          archive_timestamp: new Date(0).toISOString(),
          locked: false,
        },
      }),
    }
  }

  return { attachment, message, messageFor, channel }
}

export type Serialiser = ReturnType<typeof createSerialiser>

const NO_CONTENT = { content: '', attachments: [], embeds: [], components: [] }
