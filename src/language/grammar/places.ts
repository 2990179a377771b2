import { PLACES, SUPERLATIVES } from '../lexicon/modifiers.js'
import { PARTICLES } from '../lexicon/verbs.js'
import type { Condition } from '../query.js'
import { condition, type Modifier, type Reader, relation } from './reader.js'

const PLACE_OPENERS = ['on the', 'at the', 'in the', 'to the', 'towards the', 'on', 'at', 'in']
const PLACE_NOUNS = new Set([
  'side',
  'corner',
  'part',
  'half',
  'edge',
  'end',
  'area',
  'row',
  'hand',
  'hand-side',
  'most',
])
const PICTURE_NOUNS = new Set(['image', 'picture', 'photo', 'photograph', 'frame', 'scene', 'shot', 'screen'])
/** Things together: a place among them is a place in the picture. */
const GROUPS = new Set([
  'stack',
  'pile',
  'heap',
  'tower',
  'row',
  'line',
  'queue',
  'group',
  'shelf',
  'pack',
  'herd',
  'flock',
  'crowd',
])
const VIEWERS = ['the camera', 'the viewer', 'the photographer', 'camera', 'us', 'me', 'you', 'the lens']

/** "from the left", "starting from the right" */
export function fromEnd({ cursor }: Reader): Modifier | undefined {
  cursor.acceptPhrase(['counting', 'starting', 'counted'])
  if (!cursor.accept('from')) return undefined
  cursor.accept('the')
  const position = PLACES.get(cursor.next() ?? '')
  if (position === undefined) return undefined
  cursor.skip(PLACE_NOUNS)
  return { kind: 'from', position }
}

/** "closest to the camera", "furthest from us", "highest up" */
export function nearViewer(reader: Reader): Modifier | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    cursor.accept('the')
    const word = cursor.next() ?? ''
    if (word === 'close' || word === 'near') {
      cursor.accept('to')
      return cursor.acceptPhrase(VIEWERS) ? { kind: 'order', order: 'front' } : undefined
    }
    if (word === 'last') return { kind: 'order', order: 'right' }
    const order = SUPERLATIVES.get(word)
    if (order === undefined) return undefined
    if (order !== 'front' && order !== 'back') {
      cursor.skip(PARTICLES)
      return { kind: 'order', order }
    }
    // "closest to the camera", "further left"
    const place = PLACES.get(cursor.peek() ?? '')
    if (place !== undefined) {
      cursor.next()
      return { kind: 'order', order: place }
    }
    const linked = cursor.acceptPhrase(['away from', 'to', 'from', 'away'])
    if (cursor.acceptPhrase(VIEWERS) || linked === undefined || linked === 'away')
      return { kind: 'order', order }
    const landmark = order === 'front' ? reader.object() : undefined
    return landmark && relation('closest-to', landmark)
  })
}

/** "on the left", "in the bottom left corner", "at the front right of the picture" */
export function trailingOrder(reader: Reader): Modifier | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    const opened = cursor.acceptPhrase(PLACE_OPENERS)
    const far = cursor.acceptAny(new Set(['far', 'extreme', 'very'])) !== undefined
    const places: Condition[] = []
    for (let word = cursor.peek(); word !== undefined && PLACES.has(word); word = cursor.peek()) {
      cursor.next()
      places.push({ kind: 'position', position: PLACES.get(word) as 'left' })
    }
    const [first, second] = places
    if (first?.kind !== 'position' || (!opened && !far && places.length === 0))
      return far && opened ? back() : undefined
    cursor.skip(PLACE_NOUNS)
    if (cursor.accept('of')) {
      cursor.accept('the')
      const bare = opened !== undefined && !opened.endsWith('the')
      const side = bare || first.position === 'left' || first.position === 'right'
      const place = cursor.peek() ?? ''
      if (PICTURE_NOUNS.has(place) || GROUPS.has(place)) cursor.next()
      // "to the left of the car" relates two things; "at the back of the room" is a place.
      else if (side) return undefined
      else reader.object()
    }
    cursor.accept('from', 'the', 'viewer')
    if (far || first.position === 'middle') return { kind: 'order', order: first.position }
    if (second?.kind !== 'position') return condition(first)
    return condition({ kind: 'all', conditions: places })
  })

  function back(): Modifier {
    return condition({ kind: 'position', position: 'back' })
  }
}
