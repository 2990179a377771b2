import { UserInputError } from '../../src/errors.js'
import { createTokenBuckets } from '../token-buckets.js'

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
  const authors = createTokenBuckets(authorPerMinute, now)
  const spaces = createTokenBuckets(spacePerMinute, now)

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

function tooOften(what: string, waitMs: number): UserInputError {
  const seconds = Math.ceil(waitMs / 1000)
  return new UserInputError(
    'busy',
    `${what}: try again in ${seconds === 1 ? 'a second' : `${seconds} seconds`}.`,
  )
}
