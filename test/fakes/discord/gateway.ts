import { randomBytes } from 'node:crypto'
import type { Server } from 'node:http'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Serialiser } from './serialise.js'
import { ChannelType, Intent, type Message, Op } from './wire.js'
import type { World } from './world.js'

const HEARTBEAT_MS = 41_250
const NORMAL = 1000
const AUTHENTICATION_FAILED = 4004
const DISALLOWED_INTENTS = 4014

interface Session {
  readonly id: string
  readonly intents: number
  /** All that was dispatched, to be sent again to whoever resumes; the number of an event is its place, from 1. */
  readonly events: { t: string; d: unknown }[]
  socket: WebSocket | undefined
}

export interface Gateway {
  /** How often clients came: `identified` anew, or `resumed` where they had stopped. */
  readonly logins: { identified: number; resumed: number }
  /** The intents of the newest session, which decide what REST shows as well. */
  intents(): number
  isConnected(): boolean
  dispatch(t: string, d: unknown, needs?: number): void
  /** Tells of a message, with as much of its content as each session may see. */
  announce(message: Message): void
  /** Cuts every connection without a goodbye. */
  drop(): void
  /** Asks every client for a heartbeat (op 1), and waits for one. */
  heartbeat(): Promise<void>
  /** Asks every client to connect again (op 7). */
  askToReconnect(): void
  /** Ends every session (op 9); a resumable one may be taken up again at once. */
  invalidate(resumable: boolean): void
  /** Ends every connection for good, as when the token was reset. */
  throwOut(): void
  close(): void
}

/** Discord's gateway, without compression and shards. */
export function createGateway(
  server: Server,
  world: World,
  serialise: Serialiser,
  address: () => string,
  options: { contentAllowed: boolean },
): Gateway {
  const sockets = new WebSocketServer({ server })
  const sessions = new Map<string, Session>()
  const logins = { identified: 0, resumed: 0 }
  let heartbeats = 0

  const send = (socket: WebSocket | undefined, packet: object) => socket?.send(JSON.stringify(packet))

  function push(session: Session, t: string, d: unknown) {
    session.events.push({ t, d })
    send(session.socket, { op: Op.dispatch, t, d, s: session.events.length })
  }

  sockets.on('connection', (socket) => {
    send(socket, { op: Op.hello, d: { heartbeat_interval: HEARTBEAT_MS } })
    socket.on('error', () => {})
    socket.on('close', (code) => {
      for (const session of sessions.values()) {
        if (session.socket !== socket) continue
        session.socket = undefined
        // Who says goodbye properly does not come back.
        if (code === NORMAL) sessions.delete(session.id)
      }
      world.changed()
    })
    socket.on('message', (data) => {
      const { op, d } = JSON.parse(String(data))
      if (op === Op.heartbeat) {
        heartbeats++
        send(socket, { op: Op.heartbeatAck })
      }
      if (op === Op.identify) identify(socket, d)
      if (op === Op.resume) resume(socket, d)
      world.changed()
    })
  })

  function identify(socket: WebSocket, { token, intents }: { token: string; intents: number }) {
    if (token !== world.token) return socket.close(AUTHENTICATION_FAILED)
    if (intents & Intent.content && !options.contentAllowed) return socket.close(DISALLOWED_INTENTS)
    const session: Session = { id: randomBytes(16).toString('hex'), intents, events: [], socket }
    sessions.set(session.id, session)
    logins.identified++
    push(session, 'READY', {
      v: 10,
      user: world.bot,
      guilds: [{ id: world.guild.id, unavailable: true }],
      session_id: session.id,
      resume_gateway_url: address(),
      shard: [0, 1],
      application: { id: world.applicationId, flags: 0 },
    })
    if (intents & Intent.guilds) push(session, 'GUILD_CREATE', guild())
  }

  function guild() {
    const channels = [...world.channels.values()].filter(({ guild_id }) => guild_id === world.guild.id)
    const isThread = ({ type }: { type: number }) => type === ChannelType.thread
    return {
      ...world.guild,
      owner_id: world.bot.id,
      roles: [{ id: world.guild.id, name: '@everyone', permissions: '0', position: 0, color: 0 }],
      members: [{ user: world.bot, roles: [], joined_at: new Date(0).toISOString() }],
      member_count: 1,
      channels: channels.filter((channel) => !isThread(channel)).map(serialise.channel),
      threads: channels.filter(isThread).map(serialise.channel),
      emojis: [],
      features: [],
    }
  }

  function resume(
    socket: WebSocket,
    { token, session_id, seq }: { token: string; session_id: string; seq: number },
  ) {
    const session = sessions.get(session_id)
    if (token !== world.token || !session) return send(socket, { op: Op.invalidSession, d: false })
    session.socket = socket
    logins.resumed++
    const missed = session.events.slice(seq)
    for (const [index, { t, d }] of missed.entries())
      send(socket, { op: Op.dispatch, t, d, s: seq + index + 1 })
    push(session, 'RESUMED', {})
  }

  return {
    logins,
    intents: () => [...sessions.values()].at(-1)?.intents ?? 0,
    isConnected: () => [...sessions.values()].some(({ socket }) => socket !== undefined),
    dispatch(t, d, needs = 0) {
      for (const session of sessions.values()) if ((session.intents & needs) === needs) push(session, t, d)
    },
    announce(message) {
      const { guild_id } = world.channels.get(message.channel_id) ?? {}
      const needs = guild_id ? Intent.guildMessages : Intent.directMessages
      for (const session of sessions.values()) {
        if (!(session.intents & needs)) continue
        const seen = serialise.messageFor(session.intents, message)
        const member = { roles: [], joined_at: new Date(0).toISOString() }
        push(session, 'MESSAGE_CREATE', {
          ...seen,
          channel_type: world.channels.get(message.channel_id)?.type,
          ...(guild_id && { guild_id, member }),
        })
      }
    },
    drop() {
      for (const socket of sockets.clients) socket.terminate()
    },
    async heartbeat() {
      const before = heartbeats
      for (const socket of sockets.clients) send(socket, { op: Op.heartbeat })
      await world.until('a heartbeat', () => heartbeats > before || undefined)
    },
    askToReconnect() {
      for (const socket of sockets.clients) send(socket, { op: Op.reconnect })
    },
    invalidate(resumable) {
      if (!resumable) sessions.clear()
      for (const socket of sockets.clients) send(socket, { op: Op.invalidSession, d: resumable })
    },
    throwOut() {
      for (const socket of sockets.clients) socket.close(AUTHENTICATION_FAILED)
    },
    close() {
      for (const socket of sockets.clients) socket.terminate()
      sockets.close()
    },
  }
}
