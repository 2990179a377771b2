import { ADJECTIVES, GARMENTS } from '../lexicon/modifiers.js'
import { isKnownNoun } from '../lexicon/nouns.js'
import type { BodyPart, Condition } from '../query.js'
import { all, condition, type Modifier, type Reader } from './reader.js'
import { ARTICLES } from './words.js'

/** "in the red shirt", "wearing dark shorts", "with a black jacket", "in white" */
export function wearing(reader: Reader): Modifier | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    const opener = cursor.acceptPhrase(['dressed in', 'wearing', 'wears', 'wear', 'in', 'with', 'dressed'])
    if (opener === undefined) return undefined
    const worn = garment(reader, opener)
    if (!worn) return undefined
    for (;;) {
      const more = cursor.attempt(() => (cursor.accept('and') ? garment(reader, 'with') : undefined))
      if (!more) break
      worn.push(...more)
    }
    return worn.length === 0 ? { kind: 'nothing' } : condition(all(worn))
  })
}

/** "the dark red shirt": colours, put where the garment shows; none for a garment without a colour. */
function garment(reader: Reader, opener: string): Condition[] | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    while (cursor.acceptAny(ARTICLES) !== undefined);
    const said: Condition[] = []
    for (let word = cursor.peek(); word !== undefined; word = cursor.peek()) {
      const adjective = ADJECTIVES.get(word)
      if (adjective?.kind !== 'colour' && adjective?.kind !== 'brightness') break
      cursor.next()
      said.push(adjective)
      if (cursor.peek() === 'and' && ADJECTIVES.has(cursor.peek(1) ?? '')) cursor.next()
    }
    const worn = garmentPart(reader)
    if (worn === undefined && (said.length === 0 || opener === 'with' || followedByNoun(reader)))
      return undefined
    // "in the striped shirt": that there is a shirt says nothing that could be checked.
    if (said.length === 0) cursor.ignored.push(cursor.peek(-1) as string)
    const part = worn === 'whole' ? undefined : worn
    return said.map((one): Condition => (one.kind === 'colour' && part ? { ...one, part } : one))
  })
}

function garmentPart({ cursor }: Reader): BodyPart | 'whole' | undefined {
  // A word in between ("polo shirt", "baseball jacket") tells the kind of garment, not its colour.
  for (const ahead of [0, 1]) {
    const word = cursor.peek(ahead) ?? ''
    const part = GARMENTS.get(word) ?? GARMENTS.get(word.replace(/s$/, ''))
    if (part === undefined) continue
    if (ahead === 1) cursor.ignored.push(cursor.next() as string)
    cursor.next()
    if (GARMENTS.has(cursor.peek() ?? '')) cursor.next()
    return part
  }
  return undefined
}

function followedByNoun({ cursor }: Reader): boolean {
  return isKnownNoun(cursor.peek() ?? '')
}
