import fc from 'fast-check'
import { expect, it } from 'vitest'
import { HOSTILE, WORDS } from '../../bench/sentences.js'
import { parse } from '../../src/language/parse.js'
import { inEnglish } from '../../src/language/print.js'
import { Program } from '../../src/language/query.js'
import { tokenize } from '../../src/language/tokens.js'

it.each(HOSTILE.map((text) => [text.slice(0, 60), text]))('%j', (_title, text) => {
  expect(Program.safeParse(parse(text).program).success).toBe(true)
})

it('reads a thousand random sentences as valid programs, which can be said', () => {
  const jumble = fc.array(fc.constantFrom(...WORDS), { maxLength: 90 }).map((words) => words.join(' '))
  const noise = fc.string({ unit: 'binary', maxLength: 400 })
  fc.assert(
    fc.property(fc.oneof(jumble, noise, fc.mixedCase(jumble)), (text) => {
      const { program } = parse(text)
      expect(Program.safeParse(program).success).toBe(true)
      expect(typeof inEnglish(program)).toBe('string')
    }),
    { numRuns: 1000 },
  )
}, 60_000)

it('bounds what it reads', () => {
  expect(tokenize('dog '.repeat(5_000))).toHaveLength(80)
})
