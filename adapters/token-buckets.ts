import { LRUCache } from 'lru-cache'

/** Callers that are counted; one that was not heard of for longest may begin anew. */
const MAX_KEYS = 10_000

/** How often each of many callers may come: a bucket holds a minute's worth of requests and fills at an even pace. */
export interface TokenBuckets {
  /** Counts a request of `key`. Milliseconds until one is welcome again; 0: it was counted. */
  take(key: string): number
  /** Takes back what was counted. */
  giveBack(key: string): void
}

/** @param now a clock in milliseconds that never goes back */
export function createTokenBuckets(
  perMinute = Number.POSITIVE_INFINITY,
  now: () => number = () => performance.now(),
): TokenBuckets {
  const buckets = new LRUCache<string, { tokens: number; at: number }>({ max: MAX_KEYS })
  const perMs = perMinute / 60_000

  const tokensOf = (key: string): number => {
    const bucket = buckets.get(key)
    return bucket ? Math.min(perMinute, bucket.tokens + (now() - bucket.at) * perMs) : perMinute
  }
  const set = (key: string, tokens: number) => buckets.set(key, { tokens, at: now() })

  return {
    take(key) {
      if (perMinute === Number.POSITIVE_INFINITY) return 0
      const tokens = tokensOf(key)
      if (tokens < 1) return (1 - tokens) / perMs
      set(key, tokens - 1)
      return 0
    },
    giveBack(key) {
      if (buckets.has(key)) set(key, Math.min(perMinute, tokensOf(key) + 1))
    },
  }
}
