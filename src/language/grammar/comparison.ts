import { COMPARATIVES } from '../lexicon/modifiers.js'
import { PARTICLES } from '../lexicon/verbs.js'
import type { Relation } from '../query.js'
import { quantity } from './counted.js'
import { type Modifier, type Reader, relation } from './reader.js'

const SAME: readonly (readonly [phrases: readonly string[], relation: Relation])[] = [
  [
    [
      'the same colour as',
      'the same color as',
      'of the same colour as',
      'of the same color as',
      'in the same colour as',
      'in the same color as',
      'with the same colour as',
      'with the same color as',
    ],
    'same-colour-as',
  ],
  [
    ['the same size as', 'of the same size as', 'as big as', 'as large as', 'as small as', 'about as big as'],
    'same-size-as',
  ],
]
const DIMENSIONS = [
  'in size',
  'in height',
  'to the camera',
  'to us',
  'to me',
  'away',
  'from the camera',
  'from us',
]

/** "bigger than the dog", "closer to the camera than the car", "the same colour as the bus", "taller than all the others" */
export function comparison(reader: Reader): Modifier | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    const name = compared(reader)
    if (name === undefined) return undefined
    const said = quantity(reader)
    const { kind } = reader
    const other = reader.object()
    // "taller than the others" is taller than all of them.
    const many = said ?? (other === kind ? 'all' : undefined)
    cursor.acceptPhrase(['is', 'are', 'does', 'do'])
    return other && relation(name, other, many)
  })
}

function compared({ cursor }: Reader): Relation | undefined {
  for (const [phrases, name] of SAME) if (cursor.acceptPhrase(phrases)) return name
  const more = cursor.acceptPhrase(['much', 'a bit', 'slightly', 'more', 'a little', 'even', 'far'])
  const word = cursor.next() ?? ''
  const name = more === 'more' ? COMPARATIVES.get(`${word}er`) : COMPARATIVES.get(word)
  if (name === undefined) return undefined
  cursor.skip(PARTICLES)
  cursor.acceptPhrase(DIMENSIONS)
  return cursor.accept('than') ? name : undefined
}
