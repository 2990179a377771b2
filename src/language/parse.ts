import { Cursor } from './cursor.js'
import { followUp } from './grammar/follow-up.js'
import { meta } from './grammar/meta.js'
import { fresh } from './grammar/sentence.js'
import { COPULAS, FILLERS } from './grammar/words.js'
import type { Program, Reading } from './query.js'
import { tokenize } from './tokens.js'

/** Reads a sentence. Never throws: what it cannot use stands in `ignored`, and a sentence without a reading is `unclear`. */
export function parse(sentence: string): Reading {
  const cursor = new Cursor(tokenize(sentence))
  const program = readProgram(cursor)
  while (!cursor.done) cursor.ignored.push(cursor.next() as string)
  // A comparison of two things has no program yet: half of it would be the wrong answer.
  if (cursor.ignored.includes('than')) return { program: { intent: 'unclear' }, ignored: [] }
  const ignored = cursor.ignored.filter((word) => !FILLERS.has(word) && !COPULAS.has(word))
  return { program, ignored }
}

function readProgram(cursor: Cursor): Program {
  return meta(cursor) ?? followUp(cursor) ?? fresh(cursor) ?? { intent: 'unclear' }
}
