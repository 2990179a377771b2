import { createHash, timingSafeEqual } from 'node:crypto'

/** Who a request comes from: whoever holds a token, by a name made from it. */
export type Owner = string

/** Everybody, where there are no tokens. */
export const ANYONE: Owner = 'anyone'

export interface Owners {
  /** Whether a token has to be shown. */
  readonly named: boolean
  /** Whose token an `Authorization` header shows; `undefined` for nobody's. */
  of(header: string | undefined): Owner | undefined
}

/** Keeps tokens as their SHA-256 alone, and compares all of them in the same time whatever is shown. */
export function createOwners(tokens: readonly string[]): Owners {
  const digests = tokens.map(digestOf)
  return {
    named: digests.length > 0,
    of(header) {
      if (digests.length === 0) return ANYONE
      const shown = digestOf(/^Bearer +([\x21-\x7e]+)$/i.exec(header ?? '')?.[1] ?? '')
      const [found] = digests.filter((digest) => timingSafeEqual(digest, shown))
      return found && nameFrom(found)
    },
  }
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/** Not the digest itself: names stand in paths and in the file of conversations. */
function nameFrom(digest: Buffer): Owner {
  return createHash('sha256').update('owner').update(digest).digest('hex').slice(0, 24)
}
