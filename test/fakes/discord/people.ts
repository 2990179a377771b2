import type { Gateway } from './gateway.js'
import { createInteraction, type FakeInteraction } from './interaction.js'
import { MAX_FILE_BYTES } from './payload.js'
import { flatten } from './rules.js'
import type { Serialiser } from './serialise.js'
import {
  type Channel,
  ChannelType,
  type Command,
  CommandType,
  type Component,
  InteractionType,
  Kind,
  type Message,
  OptionType,
  type User,
} from './wire.js'
import { isEphemeral, type World } from './world.js'

/** A file from somebody's disk. */
export interface Upload {
  readonly name: string
  readonly data: Uint8Array
  readonly type?: string
  /** What the bot is told instead of the truth, where it is given to a command. */
  readonly announced?: { readonly size?: number; readonly url?: string }
}

export type OptionValue = string | number | boolean | Upload

/** What people do in Discord's own client, which lets them do no more than the bot has offered. */
export interface People {
  slash(user: User, channel: Channel, name: string, options?: Record<string, OptionValue>): FakeInteraction
  contextMenu(user: User, channel: Channel, name: string, target: Message): FakeInteraction
  /** Fills in the modal that an interaction has opened; `values` by the fields' labels. */
  submitModal(interaction: FakeInteraction, values: Record<string, string>): FakeInteraction
  /** Presses the button of this label. */
  press(user: User, message: Message, label: string): FakeInteraction
  /** Chooses from the menu that has all of these values or labels; `placeholder` tells similar ones apart. */
  choose(user: User, message: Message, choices: readonly string[], placeholder?: string): FakeInteraction
  message(
    user: User,
    channel: Channel,
    content: string,
    extras?: { files?: readonly Upload[]; replyTo?: Message },
  ): Message
}

export function createPeople(world: World, gateway: Gateway, serialise: Serialiser): People {
  function send(
    known: Pick<FakeInteraction, 'type' | 'user' | 'channel' | 'source'>,
    data: Record<string, unknown>,
  ): FakeInteraction {
    const interaction = createInteraction(world, known)
    const { id, token, type, user, channel, source } = interaction
    const inGuild = channel.guild_id !== undefined
    const owners = channel.guild_id === world.guild.id ? { 0: channel.guild_id } : { 1: user.id }
    gateway.dispatch('INTERACTION_CREATE', {
      id,
      token,
      type,
      version: 1,
      application_id: world.applicationId,
      data,
      channel_id: channel.id,
      channel: serialise.channel(channel),
      ...(inGuild
        ? {
            guild_id: channel.guild_id,
            guild: { id: channel.guild_id, features: [], locale: 'en-GB' },
            member: { user, roles: [], permissions: '0', joined_at: new Date(0).toISOString(), flags: 0 },
          }
        : { user }),
      ...(source && { message: serialise.message(source) }),
      app_permissions: String(world.permissions(channel.id)),
      locale: 'en-GB',
      entitlements: [],
      authorizing_integration_owners: owners,
      context: inGuild ? 0 : channel.type === ChannelType.dm ? 1 : 2,
      attachment_size_limit: MAX_FILE_BYTES,
    })
    return interaction
  }

  function registered(name: string, type: number): Command {
    const commands = [...world.commands.values()].flat()
    const command = commands.find((each) => each.name === name && each.type === type)
    if (!command) throw new Error(`No command "${name}" is registered`)
    return command
  }

  function upload(channel: Channel, { name, data, type }: Upload) {
    return world.addFile(channel.id, { name, data, type: type ?? typeOf(name) })
  }

  function part(user: User, message: Message, kind: number, fits: (part: Component) => boolean): Component {
    const owner = message.interaction && world.interactions.get(message.interaction)?.user
    if (isEphemeral(message) && owner !== user) throw new Error('Only its owner sees an ephemeral message')
    const found = message.components.flatMap(flatten).find((each) => each.type === kind && fits(each))
    if (!found || found.disabled) throw new Error('Nothing like that can be pressed or chosen')
    return found
  }

  const inside = ({ channel_id }: Message): Channel => world.channels.get(channel_id) as Channel

  return {
    slash(user, channel, name, options = {}) {
      const command = registered(name, CommandType.slash)
      const known = command.options ?? []
      const missing = known.find((option) => option.required && options[option.name] === undefined)
      if (missing) throw new Error(`/${name} needs ${missing.name}`)
      const attachments: Record<string, unknown> = {}
      const given = Object.entries(options).map(([key, value]) => {
        const option = known.find((each) => each.name === key)
        if (!option) throw new Error(`/${name} has no ${key}`)
        if (option.choices?.every((choice) => choice.value !== value) ?? false) {
          throw new Error(`${key} has no choice like that`)
        }
        if (typeof value !== 'object') return { name: key, type: option.type, value }
        if (option.type !== OptionType.attachment) throw new Error(`${key} is no file`)
        const file = upload(channel, value)
        attachments[file.id] = { ...serialise.attachment(file), ...value.announced }
        return { name: key, type: option.type, value: file.id }
      })
      const { id, type } = command
      const invoked = { type: InteractionType.command, user, channel, source: undefined }
      return send(invoked, { id, name, type, options: given, resolved: { attachments } })
    },

    contextMenu(user, channel, name, target) {
      const { id, type } = registered(name, CommandType.message)
      return send(
        { type: InteractionType.command, user, channel, source: undefined },
        {
          id,
          name,
          type,
          target_id: target.id,
          resolved: { messages: { [target.id]: serialise.message(target) } },
        },
      )
    },

    submitModal({ user, channel, modal }, values) {
      if (!modal) throw new Error('No modal is open')
      const components = modal.components.map(({ label = '', component }, index) => ({
        type: Kind.label,
        id: 2 * index + 1,
        component: {
          type: component?.type,
          id: 2 * index + 2,
          custom_id: component?.custom_id,
          value: values[label] ?? '',
        },
      }))
      const { custom_id } = modal
      return send(
        { type: InteractionType.modal, user, channel, source: undefined },
        { custom_id, components },
      )
    },

    press(user, message, label) {
      const { custom_id } = part(user, message, Kind.button, (each) => each.label === label)
      const pressed = { type: InteractionType.component, user, channel: inside(message), source: message }
      return send(pressed, { custom_id, component_type: Kind.button })
    },

    choose(user, message, choices, placeholder) {
      const valuesIn = ({ options = [] }: Component) =>
        choices.flatMap((wanted) =>
          options
            .filter(({ value, label }) => wanted === value || wanted === label)
            .map(({ value }) => value),
        )
      const menu = part(
        user,
        message,
        Kind.select,
        (each) =>
          (placeholder ?? each.placeholder) === each.placeholder && valuesIn(each).length === choices.length,
      )
      const { custom_id, min_values = 1, max_values = 1 } = menu
      if (choices.length < min_values || choices.length > max_values) throw new Error('Not that many')
      const chosen = { type: InteractionType.component, user, channel: inside(message), source: message }
      return send(chosen, { custom_id, component_type: Kind.select, values: valuesIn(menu) })
    },

    message(user, channel, content, { files = [], replyTo } = {}) {
      const named = [...content.matchAll(/<@!?(\d+)>/g)].flatMap(([, id]) => world.users.get(id ?? '') ?? [])
      // A reply pings the author, except where the message is the answer to an interaction.
      const pinged = replyTo && !replyTo.interaction ? [replyTo.author] : []
      const message: Message = {
        id: world.newId(),
        type: replyTo ? 19 : 0,
        channel_id: channel.id,
        author: user,
        content,
        flags: 0,
        mentions: [...new Set([...named, ...pinged])],
        attachments: files.map((file) => upload(channel, file)),
        embeds: [],
        components: [],
        ...(replyTo && { reference: replyTo.id }),
        edits: 0,
      }
      world.messages.set(message.id, message)
      gateway.announce(message)
      return message
    },
  }
}

function typeOf(name: string): string {
  const types: Record<string, string> = {
    png: 'image/png',
    jpg: 'image/jpeg',
    webp: 'image/webp',
    pdf: 'application/pdf',
  }
  return types[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream'
}
