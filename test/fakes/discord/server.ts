import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createApi } from './api.js'
import { createFaults, type Faults } from './faults.js'
import { createGateway, type Gateway } from './gateway.js'
import type { FakeInteraction } from './interaction.js'
import { createPeople, type People } from './people.js'
import { createSerialiser } from './serialise.js'
import type { Waiting } from './waiting.js'
import {
  type Channel,
  ChannelType,
  type Command,
  type Message,
  type PermissionName,
  type User,
} from './wire.js'
import { createWorld } from './world.js'

/** A Discord of our own on 127.0.0.1, which unmodified clients talk to. */
export interface FakeDiscord extends People, Waiting, AsyncDisposable {
  /** Base of the REST API, for a client's `rest.api`. */
  readonly api: string
  readonly token: string
  readonly applicationId: string
  readonly guildId: string
  /** A text channel of the guild that the bot is in. */
  readonly channel: Channel
  /** Text that mentions the bot. */
  readonly mention: string
  readonly logins: Gateway['logins']
  /** "METHOD /path" of every request to the API and for attachments. */
  readonly requests: readonly string[]
  /** Rules broken: late acknowledgements, refused messages, messages that may ping. Tests expect none. */
  readonly violations: readonly string[]
  /** Ids of channels whose typing indicator was lit. */
  readonly typing: readonly string[]
  readonly faults: Pick<Faults, 'limit' | 'fail' | 'hold'>

  user(name: string): User
  dm(user: User): Channel
  /** A direct talk of several people, where the app of one of them is used. */
  group(...users: User[]): Channel
  thread(name: string): Channel
  /** A channel of a guild that the bot is not a member of: only its user-installed commands work there. */
  foreignChannel(): Channel

  /** Settles once a bot is logged in. */
  connected(): Promise<void>
  /** The registered commands: global, or of the guild. */
  commands(guildId?: string): readonly Command[]
  /** The bot's reply to a message. */
  answerTo(message: Message, where?: (message: Message) => boolean): Promise<Message>
  /** A message that the bot has sent to this channel by itself. */
  posted(channel: Channel): Promise<Message>
  /** Takes a right from the bot. */
  deny(channel: Channel, ...rights: PermissionName[]): void
  /** This user takes no direct messages from the bot any more. */
  closeDms(user: User): void
  /** Makes the addresses of all attachments stale; whoever reads their message again gets fresh ones. */
  expireAttachments(): void
  /** As if 15 minutes had gone by. */
  expire(interaction: FakeInteraction): void
  remove(message: Message): void
  dropConnections(): void
  /** Asks the bot for a heartbeat, and waits for it. */
  heartbeat(): Promise<void>
  askToReconnect(): void
  invalidateSessions(resumable: boolean): void
  throwOut(): void
  stop(): Promise<void>
}

export interface FakeOptions {
  /** Whether the privileged intent is switched on in the developer portal. */
  readonly contentAllowed?: boolean
  /** How long is waited for anything; half a minute unless it says otherwise. */
  readonly patienceMs?: number
}

export async function startDiscord({
  contentAllowed = true,
  patienceMs,
}: FakeOptions = {}): Promise<FakeDiscord> {
  const world = createWorld(patienceMs)
  const faults = createFaults()
  const server = createServer()
  const origin = (protocol: string) => `${protocol}://127.0.0.1:${(server.address() as AddressInfo).port}`
  const serialise = createSerialiser(world, () => origin('http'))
  const gateway = createGateway(server, world, serialise, () => origin('ws'), { contentAllowed })
  const api = createApi(
    world,
    serialise,
    faults,
    () => gateway,
    () => origin('ws'),
  )
  server.on('request', api.handle)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const channel = world.addChannel({ type: ChannelType.text, name: 'pictures', guild_id: world.guild.id })

  return {
    ...createPeople(world, gateway, serialise),
    api: `${origin('http')}/api`,
    token: world.token,
    applicationId: world.applicationId,
    guildId: world.guild.id,
    channel,
    mention: `<@${world.bot.id}>`,
    logins: gateway.logins,
    requests: api.requests,
    violations: world.violations,
    typing: world.typing,
    faults,

    user: world.addUser,
    dm: world.dmWith,
    group: (...users) => world.addChannel({ type: ChannelType.group, recipients: users }),
    thread(name) {
      const type = ChannelType.thread
      const thread = world.addChannel({ type, name, guild_id: world.guild.id, parent_id: channel.id })
      gateway.dispatch('THREAD_CREATE', { ...serialise.channel(thread), newly_created: true })
      return thread
    },
    foreignChannel: () =>
      world.addChannel({ type: ChannelType.text, name: 'abroad', guild_id: world.newId() }),

    connected: () => world.until('a login', () => (gateway.isConnected() ? true : undefined)).then(() => {}),
    commands: (guildId = 'global') => world.commands.get(guildId) ?? [],
    answerTo: (message, where = () => true) =>
      world.until('an answer to a message', () =>
        [...world.messages.values()].find(
          (each) => each.reference === message.id && each.author === world.bot && where(each),
        ),
      ),
    posted: ({ id }) =>
      world.until('a message of the bot', () =>
        [...world.messages.values()].find(
          (each) => each.channel_id === id && each.author === world.bot && !each.interaction,
        ),
      ),
    deny(denied, ...rights) {
      world.denied.set(denied.id, new Set(rights))
    },
    closeDms: ({ id }) => void world.closedDms.add(id),
    expireAttachments() {
      world.addressEpoch++
    },
    expire(interaction) {
      interaction.expired = true
    },
    remove: ({ id }) => void world.messages.delete(id),
    dropConnections: gateway.drop,
    heartbeat: gateway.heartbeat,
    askToReconnect: gateway.askToReconnect,
    invalidateSessions: gateway.invalidate,
    throwOut: gateway.throwOut,
    until: world.until,
    changed: world.changed,
    stop,
    [Symbol.asyncDispose]: stop,
  }

  async function stop() {
    gateway.close()
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
}
