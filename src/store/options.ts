/** How long a conversation that rests is kept, unless somebody says otherwise. */
export const DEFAULT_KEEP_DAYS = 30

/** Where and how long conversations are kept. */
export interface StoreOptions {
  /** An SQLite file, made if there is none. Several processes may share it. */
  path: string
  /** Conversations that rested longer are deleted; {@link DEFAULT_KEEP_DAYS} by default. */
  maxAgeDays?: number | undefined
  /** Of all conversations together, in bytes; those that rested longest are deleted first. 256 MiB by default. */
  maxBytes?: number | undefined
}
