import { parse } from '../parse.js'
import type { Program } from '../query.js'

/** Sentences that the grammar reads for certain: its programs are the examples, so none can ever be wrong. */
export const EXAMPLES = [
  'the red car on the left',
  'the two largest suitcases',
  'the second dog from the right',
  'the man in the red shirt',
  'dark blue chairs that are not occupied',
  'is there a dog behind the sofa?',
  'how many tables with at least two cups are there?',
  'all cups except the one next to the laptop',
  'the vehicle that is taller than all the others',
  'the cup between the two glasses',
  'the table with the most cups',
  'which suitcases can be removed?',
  'what could I sit on?',
  'what colour is the bus?',
  'only the green one',
  'the others',
  'and on the right?',
  'why not r3?',
] as const

/** What no program can say, because it takes knowledge or eyes. */
export const BEYOND = 'who of them seems to be waiting for the others?'

/** A sentence and its program, in the form in which the model is asked and answers. */
export function example(sentence: string, program: Program = parse(sentence).program): string {
  return `${JSON.stringify(sentence)}\n${JSON.stringify(program)}`
}
