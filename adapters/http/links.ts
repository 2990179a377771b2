import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Owner } from './owners.js'

/** What stands in the address of a file so that a person can open it from a chat, where no token is sent. */
export interface Links {
  /** Good for one file of one owner, for a while. Made of characters that an address may hold. */
  ticket(owner: Owner, file: string): string
  /** Whose file a ticket is for; `undefined` where it has ended, was changed, or is for another file. */
  ownerOf(ticket: string, file: string): Owner | undefined
}

/**
 * Tickets are `{owner}.{end}.{signature}`, signed (HMAC-SHA256) with a key that lives as long as this process.
 * @param goodForMs how long from now
 */
export function createLinks(goodForMs: number): Links {
  const key = randomBytes(32)
  const sign = (owner: string, end: string, file: string) =>
    createHmac('sha256', key)
      .update(JSON.stringify([owner, end, file]))
      .digest('base64url')
  return {
    ticket(owner, file) {
      const end = String(Date.now() + goodForMs)
      return [owner, end, sign(owner, end, file)].join('.')
    },
    ownerOf(ticket, file) {
      const [owner = '', end = '', shown = ''] = ticket.split('.')
      const expected = Buffer.from(sign(owner, end, file))
      // Measured in bytes: letters that take two of them would pass for a signature by their count.
      const given = Buffer.from(shown)
      const same = given.length === expected.length && timingSafeEqual(given, expected)
      return same && Number(end) > Date.now() ? owner : undefined
    },
  }
}
