import { distance } from 'fastest-levenshtein'
import { ADVERBS, COPULAS, FILLERS, FUNCTION_WORDS, MODALS } from './grammar/words.js'
import { singular } from './lexicon/morphology.js'
import { verbLemma } from './lexicon/verb-forms.js'
import { FALLS, PARTICLES, REMOVALS } from './lexicon/verbs.js'
import { mendableWords } from './lexicon/vocabulary.js'
import { isWord } from './lexicon/wordnet.js'
import type { Mended } from './query.js'

/** Shorter words are too near to one another to guess. */
const MIN_LENGTH = 4
/** From this length on, two slips are forgiven. */
const TWO_SLIPS = 7

export interface Spelling {
  readonly tokens: readonly string[]
  readonly mended: readonly Mended[]
}

/** Tokens with the slips of the keys mended: words that neither WordNet nor the lexicon has and that are close to one of the lexicon's. */
export function mend(tokens: readonly string[]): Spelling {
  const mended: Mended[] = []
  const tried = new Map<string, string>()
  const read = tokens.map((token) => {
    if (token.length < MIN_LENGTH || !/^[a-z]+$/.test(token) || isKnown(token)) return token
    let word = tried.get(token)
    if (word === undefined) {
      word = closest(token) ?? token
      tried.set(token, word)
      if (word !== token) mended.push({ typed: token, read: word })
    }
    return word
  })
  return { tokens: read, mended }
}

const GRAMMAR_WORDS = [ADVERBS, COPULAS, FALLS, FILLERS, FUNCTION_WORDS, MODALS, PARTICLES, REMOVALS]

function isKnown(token: string): boolean {
  const words = mendableWords()
  return (
    GRAMMAR_WORDS.some((list) => list.has(token)) ||
    words.has(token) ||
    words.has(singular(token)) ||
    isWord(token) ||
    isWord(singular(token)) ||
    verbLemma(token) !== undefined
  )
}

function closest(token: string): string | undefined {
  const allowed = token.length >= TWO_SLIPS ? 2 : 1
  let best: { word: string; slips: number } | undefined
  for (const word of mendableWords()) {
    if (word.length < MIN_LENGTH || Math.abs(word.length - token.length) > allowed) continue
    const slips = isSwap(token, word) ? 1 : distance(token, word)
    if (slips > allowed || (best && best.slips <= slips)) continue
    best = { word, slips }
  }
  return best?.word
}

/** "bicylce": two neighbours changed places, which is one slip. */
function isSwap(a: string, b: string): boolean {
  if (a.length !== b.length) return false
  const at = [...a].findIndex((letter, i) => letter !== b[i])
  return at >= 0 && a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2)
}
