import { parse } from '../src/language/parse.js'
import { median, milliseconds, type Report, share, stopwatch } from './measure.js'
import { HOSTILE, WORDS } from './sentences.js'

const SENTENCES = 1000
const LONGEST = 90
const LIMIT_MS = 50

/** How long the parser takes for jumbled and hostile sentences, beside the time that a turn has for language. */
export function languageReport(): Report {
  parse('the collie next to the candle') // opens WordNet's files and compiles the grammar
  const times = [...HOSTILE, ...jumbles()].map((sentence) => {
    const elapsed = stopwatch()
    parse(sentence)
    return { sentence, ms: elapsed() }
  })
  const worst = times.reduce((slowest, one) => (one.ms > slowest.ms ? one : slowest))
  return {
    lines: [
      `language, ${times.length} hostile sentences: the slowest ${share(worst.ms, LIMIT_MS)} of the ${LIMIT_MS} ms allowed; median ${milliseconds(median(times.map(({ ms }) => ms)))}`,
    ],
    failures:
      worst.ms > LIMIT_MS
        ? [`a sentence took ${milliseconds(worst.ms)}: ${JSON.stringify(worst.sentence)}`]
        : [],
  }
}

/** The same sentences in every run: a linear congruential generator, constants of Numerical Recipes. */
function jumbles(): string[] {
  let state = 1
  const below = (limit: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
  return Array.from({ length: SENTENCES }, () =>
    Array.from({ length: below(LONGEST) }, () => WORDS[below(WORDS.length)]).join(' '),
  )
}
