import type { Cursor } from '../cursor.js'
import type { Program } from '../query.js'
import { find } from './reader.js'
import { FILLERS } from './words.js'

const UNDOING = ['undo', 'go back', 'back', 'take that back', 'never mind', 'nevermind', 'previous']
const RESETTING = ['start over', 'reset', 'start again', 'clear', 'begin again', 'forget it']
const LOOKING = [
  'what do you see',
  'what can you see',
  'what is in the picture',
  'what is in the image',
  'what is in the photo',
  'what is here',
  'what is there',
  'what is this',
  'what is in this',
  'describe',
  'look',
  'what is in it',
  'what is visible',
]

/** Talk about the conversation itself. */
export function meta(cursor: Cursor): Program | undefined {
  return cursor.attempt((): Program | undefined => {
    cursor.skip(FILLERS)
    if (cursor.acceptPhrase(LOOKING)) return atEnd(cursor, { intent: 'look' })
    if (cursor.acceptPhrase(['why', 'how come', 'how do you know'])) return { intent: 'why' }
    if (cursor.acceptPhrase(RESETTING)) return atEnd(cursor, { intent: 'reset' })
    if (!cursor.acceptPhrase(UNDOING)) return undefined
    if (cursor.acceptPhrase(['to the first one', 'to the first', 'to the beginning', 'to the start']))
      return find({ kind: 'reference', to: 'first' })
    return atEnd(cursor, { intent: 'undo' })
  })
}

function atEnd(cursor: Cursor, program: Program): Program | undefined {
  cursor.skip(FILLERS)
  cursor.acceptPhrase(['it', 'that', 'this', 'the last step', 'one step', 'all', 'picture', 'photo', 'image'])
  cursor.skip(FILLERS)
  return cursor.done ? program : undefined
}
