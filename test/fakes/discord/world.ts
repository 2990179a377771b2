import { randomBytes } from 'node:crypto'
import type { FakeInteraction } from './interaction.js'
import { createWaiting, type Waiting } from './waiting.js'
import {
  type Channel,
  ChannelType,
  type Command,
  Flag,
  type Message,
  Permission,
  type PermissionName,
  type StoredFile,
  type User,
} from './wire.js'

const DISCORD_EPOCH = 1_420_070_400_000

/** Everything that exists on the fake server, and a way to wait until something does. */
export interface World extends Waiting {
  readonly token: string
  readonly applicationId: string
  readonly bot: User
  readonly guild: { readonly id: string; readonly name: string }
  readonly users: Map<string, User>
  readonly channels: Map<string, Channel>
  readonly messages: Map<string, Message>
  readonly files: Map<string, StoredFile & { channelId: string }>
  readonly interactions: Map<string, FakeInteraction>
  /** By the guild's id, or "global". */
  readonly commands: Map<string, Command[]>
  /** Rights that the bot lacks, by channel. */
  readonly denied: Map<string, Set<PermissionName>>
  /** People who take no direct messages from bots. */
  readonly closedDms: Set<string>
  /** Channels whose typing indicator was lit, in order. */
  readonly typing: string[]
  /** Rules broken that Discord lets pass or answers with silence. */
  readonly violations: string[]
  /** Attachments' addresses name it; another number makes all of them stale. */
  addressEpoch: number
  newId(): string
  addUser(name: string): User
  addChannel(channel: Omit<Channel, 'id'>): Channel
  dmWith(user: User): Channel
  addFile(
    channelId: string,
    file: { name: string; data: Uint8Array; type?: string; description?: string },
  ): StoredFile
  permissions(channelId: string): bigint
}

export function createWorld(patienceMs?: number): World {
  const violations: string[] = []
  let count = 0n
  const newId = () => String((BigInt(Date.now() - DISCORD_EPOCH) << 22n) | count++)
  const applicationId = newId()
  const users = new Map<string, User>()
  const channels = new Map<string, Channel>()
  const files = new Map<string, StoredFile & { channelId: string }>()
  const denied = new Map<string, Set<PermissionName>>()

  function addUser(name: string, id = newId()): User {
    const user: User = { id, username: name, global_name: name, discriminator: '0', avatar: null }
    users.set(id, user)
    return user
  }

  function addChannel(channel: Omit<Channel, 'id'>): Channel {
    const added = { ...channel, id: newId() }
    channels.set(added.id, added)
    return added
  }

  const bot = addUser('deixis', applicationId)
  bot.bot = true

  return {
    token: `${randomBytes(18).toString('base64url')}.fake.${randomBytes(18).toString('base64url')}`,
    applicationId,
    bot,
    guild: { id: newId(), name: 'Gallery' },
    users,
    channels,
    messages: new Map(),
    files,
    interactions: new Map(),
    commands: new Map(),
    denied,
    closedDms: new Set(),
    typing: [],
    violations,
    ...createWaiting(() => `Rules broken: ${JSON.stringify(violations)}`, patienceMs),
    addressEpoch: 1,
    newId,
    addUser: (name) => addUser(name),
    addChannel,
    dmWith(user) {
      const known = [...channels.values()].find(
        ({ type, recipients }) => type === ChannelType.dm && recipients?.[0]?.id === user.id,
      )
      return known ?? addChannel({ type: ChannelType.dm, recipients: [user] })
    },
    addFile(channelId, { name, data, type, description }) {
      const file: StoredFile & { channelId: string } = {
        id: newId(),
        filename: name,
        size: data.length,
        data,
        channelId,
        ...(type && { content_type: type }),
        ...(description && { description }),
      }
      files.set(file.id, file)
      return file
    },
    permissions(channelId) {
      const lacking = denied.get(channelId)
      return (Object.keys(Permission) as PermissionName[])
        .filter((name) => !lacking?.has(name))
        .reduce((bits, name) => bits | Permission[name], 0n)
    },
  }
}

export const isEphemeral = ({ flags }: Message) => (flags & Flag.ephemeral) !== 0
export const isLoading = ({ flags }: Message) => (flags & Flag.loading) !== 0
