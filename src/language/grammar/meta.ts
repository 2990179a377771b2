import type { Cursor } from '../cursor.js'
import type { Program } from '../query.js'
import { otherPicture } from './pictures.js'
import { find, KIND } from './reader.js'
import { createReader } from './sets.js'
import { FILLERS } from './words.js'

const UNDOING = [
  ...['undo', 'take that back', 'revert', 'never mind', 'nevermind', 'scratch that', 'cancel that', 'cancel'],
  ...['go one step back', 'one step back', 'step back', 'go back', 'back', 'previous'],
]
/** Said before what is wanted instead: "never mind, start over". */
const DROPPING = ['never mind', 'nevermind', 'forget it', 'forget that', 'scratch that', 'cancel that']
const REDOING = [
  'redo',
  'do it again',
  'bring it back',
  'bring that back',
  'undo the undo',
  'forward',
  'go forward',
]
const RESETTING = [
  ...[
    'start over',
    'start all over',
    'start again',
    'begin again',
    'start from scratch',
    'reset',
    'new start',
  ],
  ...['forget everything', 'forget it', 'clear everything', 'clear all'],
]
const CLEARING = [
  ...[
    'none of those',
    'none of them',
    'none of these',
    'neither of them',
    'neither of those',
    'neither',
    'none',
  ],
  ...[
    'clear the selection',
    'clear',
    'deselect all',
    'deselect everything',
    'unselect all',
    'select nothing',
  ],
]
const THANKING = [
  ...[
    'thank you very much',
    'thank you',
    'thanks a lot',
    'thanks',
    'thx',
    'great',
    'perfect',
    'nice',
    'cool',
  ],
  ...[
    'good',
    'good job',
    'well done',
    'very good',
    'that is it',
    'that is right',
    'that is the one',
    'exactly',
  ],
  ...['no thanks', 'no thank you', 'ok', 'okay', 'yes', 'yep', 'hello', 'hi'],
]
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
const WHY = ['why', 'how come', 'how do you know']
const BEGINNINGS = ['to the first one', 'to the first', 'to the beginning', 'to the start']

/** Talk about the conversation itself. */
export function meta(cursor: Cursor): Program | undefined {
  return otherPicture(cursor) ?? cursor.attempt(() => said(cursor))
}

function said(cursor: Cursor): Program | undefined {
  const thanks = cursor.attempt(() => {
    cursor.skip(new Set([',']))
    while (cursor.acceptPhrase(THANKING)) cursor.skip(new Set([',', 'so', 'and', 'that', 'it']))
    return cursor.done && cursor.at > 0 ? ({ intent: 'thanks' } as const) : undefined
  })
  if (thanks) return thanks
  cursor.skip(FILLERS)
  const instead = cursor.attempt(() => {
    if (!cursor.acceptPhrase(DROPPING)) return undefined
    cursor.skip(FILLERS)
    return cursor.done ? undefined : said(cursor)
  })
  if (instead) return instead
  if (cursor.acceptPhrase(LOOKING)) return atEnd(cursor, { intent: 'look' })
  if (cursor.acceptPhrase(WHY)) return why(cursor)
  if (cursor.acceptPhrase(RESETTING)) return atEnd(cursor, { intent: 'reset' })
  if (cursor.acceptPhrase(CLEARING)) return atEnd(cursor, { intent: 'clear' })
  if (cursor.acceptPhrase(REDOING)) return atEnd(cursor, { intent: 'redo' })
  if (!cursor.acceptPhrase(UNDOING)) return undefined
  if (cursor.acceptPhrase(BEGINNINGS)) return find({ kind: 'reference', to: 'first' })
  return atEnd(cursor, { intent: 'undo' })
}

/** "why not the blue one?", "why isn't the dog in it?" */
function why(cursor: Cursor): Program {
  const not = cursor.attempt(() => {
    cursor.acceptPhrase(['is', 'are', 'was', 'were', 'did you', 'do you', 'have you'])
    if (!cursor.accept('not')) return undefined
    cursor.acceptPhrase(['pick', 'choose', 'select', 'take', 'include', 'also', 'mark'])
    return createReader(cursor, KIND).set()
  })
  // What else is said ("... selected", "did you pick that one") adds nothing.
  while (!cursor.done) cursor.next()
  return not ? { intent: 'why', not } : { intent: 'why' }
}

function atEnd(cursor: Cursor, program: Program): Program | undefined {
  cursor.skip(FILLERS)
  cursor.acceptPhrase(['it', 'that', 'this', 'the last step', 'one step', 'all', 'picture', 'photo', 'image'])
  cursor.skip(FILLERS)
  return cursor.done ? program : undefined
}
