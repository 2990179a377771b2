import { LRUCache } from 'lru-cache'
import { UserInputError } from '../../src/errors.js'

/** Authors and spaces that are counted; one that was not heard of for longest may begin anew. */
const MAX_KEYS = 10_000

/** How often somebody may ask; absent = as often as they like. */
export interface LimitOptions {
  /** Requests a minute of one author. As many may come at once after a rest. */
  readonly authorPerMinute?: number | undefined
  /** Requests a minute of one space, of all its authors together. */
  readonly spacePerMinute?: number | undefined
}

export interface Limits {
  /** Counts a request. Returns what takes that back; throws `busy` where it is one too many. */
  take(request: { readonly authorId: string; readonly spaceId?: string | undefined }): () => void
}

/** @param now a clock in milliseconds that never goes back */
export function createLimits({ authorPerMinute, spacePerMinute }: LimitOptions, now: () => number): Limits {
  const authors = createBuckets(authorPerMinute, now)
  const spaces = createBuckets(spacePerMinute, now)

  return {
    take({ authorId, spaceId }) {
      const wait = authors.take(authorId)
      if (wait > 0) throw tooOften('You ask faster than I may answer', wait)
      const spaceWait = spaceId === undefined ? 0 : spaces.take(spaceId)
      if (spaceWait > 0) {
        authors.giveBack(authorId)
        throw tooOften('Everybody here together asks faster than I may answer', spaceWait)
      }
      return () => {
        authors.giveBack(authorId)
        if (spaceId !== undefined) spaces.giveBack(spaceId)
      }
    },
  }
}

/** Token buckets: each holds a minute's worth of requests and fills at an even pace. */
function createBuckets(perMinute = Number.POSITIVE_INFINITY, now: () => number) {
  const buckets = new LRUCache<string, { tokens: number; at: number }>({ max: MAX_KEYS })
  const perMs = perMinute / 60_000

  const tokensOf = (key: string): number => {
    const bucket = buckets.get(key)
    return bucket ? Math.min(perMinute, bucket.tokens + (now() - bucket.at) * perMs) : perMinute
  }
  const set = (key: string, tokens: number) => buckets.set(key, { tokens, at: now() })

  return {
    /** Milliseconds until there is a token again; 0 = one was taken. */
    take(key: string): number {
      if (perMinute === Number.POSITIVE_INFINITY) return 0
      const tokens = tokensOf(key)
      if (tokens < 1) return (1 - tokens) / perMs
      set(key, tokens - 1)
      return 0
    },
    giveBack(key: string): void {
      if (buckets.has(key)) set(key, Math.min(perMinute, tokensOf(key) + 1))
    },
  }
}

function tooOften(what: string, waitMs: number): UserInputError {
  const seconds = Math.ceil(waitMs / 1000)
  return new UserInputError(
    'busy',
    `${what}: try again in ${seconds === 1 ? 'a second' : `${seconds} seconds`}.`,
  )
}
