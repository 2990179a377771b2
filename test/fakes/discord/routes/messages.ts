import { applyPayload } from '../payload.js'
import {
  ApiError,
  type Channel,
  ChannelType,
  type Message,
  Permission,
  type PermissionName,
} from '../wire.js'
import type { World } from '../world.js'
import type { Call, Route } from './route.js'

/** What a bot does with its own token in the channels that it is a member of. */
export const messageRoutes = [
  {
    method: 'GET',
    path: '/channels/:channel',
    handle: (call) => call.serialise.channel(enter(call)),
  },
  {
    method: 'GET',
    path: '/channels/:channel/messages/:message',
    handle: (call) => {
      enter(call, 'ReadMessageHistory')
      return call.serialise.messageFor(call.intents, find(call))
    },
  },
  {
    method: 'POST',
    path: '/channels/:channel/messages',
    handle: (call) => {
      const { world, files } = call
      const channel = enter(call)
      need(world, channel, channel.type === ChannelType.thread ? 'SendMessagesInThreads' : 'SendMessages')
      if (files.size > 0) need(world, channel, 'AttachFiles')
      const [recipient] = channel.recipients ?? []
      if (recipient && world.closedDms.has(recipient.id)) {
        throw new ApiError(403, 50007, 'Cannot send messages to this user')
      }
      const reference = referenceOf(call, channel)
      const message: Message = {
        id: world.newId(),
        type: reference ? 19 : 0,
        channel_id: channel.id,
        author: world.bot,
        content: '',
        flags: 0,
        mentions: [],
        attachments: [],
        embeds: [],
        components: [],
        ...(reference && { reference }),
        edits: 0,
      }
      applyPayload(world, message, call)
      world.messages.set(message.id, message)
      return call.serialise.message(message)
    },
  },
  {
    method: 'PATCH',
    path: '/channels/:channel/messages/:message',
    handle: (call) => {
      enter(call)
      const message = find(call)
      if (message.author !== call.world.bot)
        throw new ApiError(403, 50005, 'Cannot edit a message authored by another user')
      applyPayload(call.world, message, call)
      message.edits++
      return call.serialise.message(message)
    },
  },
  {
    method: 'DELETE',
    path: '/channels/:channel/messages/:message',
    handle: (call) => {
      enter(call)
      call.world.messages.delete(find(call).id)
    },
  },
  {
    method: 'POST',
    path: '/channels/:channel/typing',
    handle: (call) => {
      const channel = enter(call)
      need(
        call.world,
        channel,
        channel.type === ChannelType.thread ? 'SendMessagesInThreads' : 'SendMessages',
      )
      call.world.typing.push(channel.id)
    },
  },
  {
    method: 'POST',
    path: '/users/@me/channels',
    handle: ({ world, body, serialise }) => {
      const user = world.users.get(String(body.recipient_id))
      if (!user) throw new ApiError(404, 10013, 'Unknown User')
      return serialise.channel(world.dmWith(user))
    },
  },
] satisfies Route[]

/** The channel of a request, if the bot can see it. */
function enter({ world, params: [id = ''] }: Call, ...rights: PermissionName[]): Channel {
  const channel = world.channels.get(id)
  if (!channel) throw new ApiError(404, 10003, 'Unknown Channel')
  const isMember = channel.guild_id === world.guild.id || channel.type === ChannelType.dm
  if (!isMember || !has(world, channel, 'ViewChannel')) throw new ApiError(403, 50001, 'Missing Access')
  for (const right of rights) need(world, channel, right)
  return channel
}

function need(world: World, channel: Channel, right: PermissionName): void {
  if (!has(world, channel, right)) throw new ApiError(403, 50013, 'Missing Permissions')
}

function has(world: World, { id }: Channel, right: PermissionName): boolean {
  return (world.permissions(id) & Permission[right]) !== 0n
}

function find({ world, params: [channel, id = ''] }: Call): Message {
  const message = world.messages.get(id)
  if (!message || message.channel_id !== channel) throw new ApiError(404, 10008, 'Unknown Message')
  return message
}

function referenceOf({ world, body }: Call, channel: Channel): string | undefined {
  const given = body.message_reference as { message_id?: string; fail_if_not_exists?: boolean } | undefined
  const id = given?.message_id
  if (id === undefined) return undefined
  need(world, channel, 'ReadMessageHistory')
  if (world.messages.get(id)?.channel_id === channel.id) return id
  if (given?.fail_if_not_exists === false) return undefined
  throw new ApiError(400, 50035, 'Invalid Form Body: unknown message')
}
