import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parse } from '../../src/language/parse.js'
import { inEnglish } from '../../src/language/print.js'
import { Program } from '../../src/language/query.js'
import { program } from './programs.js'

/** Sentences are cut after this many words and signs. */
const MAX_WORDS = 70

it('the English of a random program reads back as the same program', () => {
  fc.assert(
    fc.property(program, (original) => {
      expect(Program.safeParse(original).success).toBe(true)
      const english = inEnglish(original)
      fc.pre(english.split(/[\s(),]+/).length <= MAX_WORDS - english.replace(/[^(),]/g, '').length)
      expect(parse(english).program, english).toEqual(original)
    }),
    { numRuns: 500, seed: 20261122 }, // the gate must not depend on luck
  )
})
