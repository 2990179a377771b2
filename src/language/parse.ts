import { Cursor } from './cursor.js'
import { followUp } from './grammar/follow-up.js'
import { meta } from './grammar/meta.js'
import { fresh } from './grammar/sentence.js'
import { COPULAS, FILLERS } from './grammar/words.js'
import type { Program, Reading } from './query.js'
import { mend } from './spelling.js'
import { tokenize } from './tokens.js'

/** Says nothing once it is left over. */
const SILENT = new Set(['the', 'a', 'an', 'that', 'to', 'of', 'my', '(', ')'])

/** Reads a sentence. Never throws: what it cannot use stands in `ignored`, and a sentence without a reading is `unclear`. */
export function parse(sentence: string): Reading {
  const { tokens, mended } = mend(tokenize(sentence))
  const cursor = new Cursor(tokens, /\?\s*$/.test(sentence.slice(-20)))
  const program = readProgram(cursor)
  while (!cursor.done) cursor.ignored.push(cursor.next() as string)
  // Half of a comparison would be the wrong answer.
  if (cursor.ignored.includes('than')) return { program: { intent: 'unclear' }, ignored: [], mended }
  const ignored = cursor.ignored.filter(
    (word) => !FILLERS.has(word) && !COPULAS.has(word) && !SILENT.has(word),
  )
  return { program, ignored, mended }
}

function readProgram(cursor: Cursor): Program {
  return meta(cursor) ?? followUp(cursor) ?? fresh(cursor) ?? { intent: 'unclear' }
}
