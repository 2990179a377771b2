/** The part of Discord's protocol (API v10) that the fake speaks. https://discord.com/developers/docs */

export const Op = {
  dispatch: 0,
  heartbeat: 1,
  identify: 2,
  resume: 6,
  reconnect: 7,
  invalidSession: 9,
  hello: 10,
  heartbeatAck: 11,
} as const

export const Intent = {
  guilds: 1 << 0,
  guildMessages: 1 << 9,
  directMessages: 1 << 12,
  content: 1 << 15,
} as const

export const ChannelType = { text: 0, dm: 1, group: 3, thread: 11 } as const

export const InteractionType = { command: 2, component: 3, modal: 5 } as const

export const CallbackType = {
  message: 4,
  deferredMessage: 5,
  deferredUpdate: 6,
  update: 7,
  modal: 9,
} as const

export const CommandType = { slash: 1, message: 3 } as const

export const OptionType = { string: 3, integer: 4, boolean: 5, attachment: 11 } as const

export const Kind = {
  row: 1,
  button: 2,
  select: 3,
  input: 4,
  section: 9,
  text: 10,
  thumbnail: 11,
  gallery: 12,
  file: 13,
  separator: 14,
  container: 17,
  label: 18,
} as const

export const Flag = { ephemeral: 1 << 6, loading: 1 << 7, componentsV2: 1 << 15 } as const

/** Rights that a bot may lack in a channel. The error that it gets for it does not say which. */
export const Permission = {
  ViewChannel: 1n << 10n,
  SendMessages: 1n << 11n,
  AttachFiles: 1n << 15n,
  ReadMessageHistory: 1n << 16n,
  SendMessagesInThreads: 1n << 38n,
} as const
export type PermissionName = keyof typeof Permission

/** What the server answers with instead of a result. */
export class ApiError extends Error {
  readonly status: number
  readonly code: number

  constructor(status: number, code: number, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

export const invalid = (what: string) => new ApiError(400, 50035, `Invalid Form Body: ${what}`)

export interface User {
  id: string
  username: string
  global_name: string
  discriminator: '0'
  avatar: null
  bot?: true
}

export interface Channel {
  id: string
  type: number
  name?: string
  guild_id?: string
  parent_id?: string
  recipients?: User[]
}

/** Kept once; every answer that mentions it carries an address that is valid at that time. */
export interface StoredFile {
  id: string
  filename: string
  description?: string
  content_type?: string
  size: number
  data: Uint8Array
}

export interface Component {
  type: number
  id?: number
  custom_id?: string
  label?: string
  style?: number
  url?: string
  disabled?: boolean
  content?: string
  placeholder?: string
  min_values?: number
  max_values?: number
  options?: { label: string; value: string; description?: string }[]
  items?: { media: { url: string }; description?: string }[]
  file?: { url: string }
  components?: Component[]
  component?: Component
  accessory?: Component
}

export interface Message {
  id: string
  type: number
  channel_id: string
  author: User
  content: string
  flags: number
  mentions: User[]
  attachments: StoredFile[]
  embeds: unknown[]
  components: Component[]
  /** Of the interaction that it answers. */
  interaction?: string
  /** Of the message that it replies to. */
  reference?: string
  edits: number
}

export interface Modal {
  custom_id: string
  title: string
  components: Component[]
}

export interface CommandOption {
  type: number
  name: string
  description: string
  required?: boolean
  choices?: { name: string; value: string }[]
  min_value?: number
  max_value?: number
}

export interface Command {
  id: string
  type: number
  name: string
  description: string
  options?: CommandOption[]
  [field: string]: unknown
}

/** What came in a request: the JSON and the files beside it, by their number. */
export interface Payload {
  body: Record<string, unknown>
  files: Map<string, { name: string; type: string; data: Uint8Array }>
}
