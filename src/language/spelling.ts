import { distance } from 'fastest-levenshtein'
import { ADVERBS, COPULAS, FILLERS, FUNCTION_WORDS, MODALS } from './grammar/words.js'
import { nounLemma } from './lexicon/lemma.js'
import { LONGEST_NOUN } from './lexicon/nouns.js'
import { verbLemma } from './lexicon/verb-forms.js'
import { FALLS, PARTICLES, REMOVALS } from './lexicon/verbs.js'
import { mendableWords } from './lexicon/vocabulary.js'
import { frequency, isWord } from './lexicon/wordnet.js'
import type { Mended } from './query.js'

/** Shorter words are too near to one another to guess. */
const MIN_LENGTH = 4
/** From this length on, two slips are forgiven. */
const TWO_SLIPS = 7
/** From this length on, a slip of one of WordNet's nouns is mended: there are too many short ones. */
const MIN_RARE_LENGTH = 6
/** In a sentence with more words that nobody has, it is no slip of the keys; and each costs some thirty look-ups on disk. */
const MAX_RARE = 2

export interface Spelling {
  readonly tokens: readonly string[]
  readonly mended: readonly Mended[]
}

/** Tokens with the slips of the keys mended: words that neither WordNet nor the lexicon has and that are close to one of theirs. */
export function mend(tokens: readonly string[]): Spelling {
  const mended: Mended[] = []
  const tried = new Map<string, string>()
  let rare = 0
  const read = tokens.map((token, at) => {
    if (token.length < MIN_LENGTH || !/^[a-z]+$/.test(token) || isKnown(token)) return token
    if (isInCompound(tokens, at)) return token
    let word = tried.get(token)
    if (word === undefined) {
      word = closest(token) ?? (rare++ < MAX_RARE ? rareNoun(token) : undefined) ?? token
      tried.set(token, word)
      if (word !== token) mended.push({ typed: token, read: word })
    }
    return word
  })
  return { tokens: read, mended }
}

/** "kerry blue terrier": WordNet has words that it lists in compounds alone. */
function isInCompound(tokens: readonly string[], at: number): boolean {
  for (let from = Math.max(0, at - LONGEST_NOUN + 1); from <= at; from++) {
    for (let to = Math.max(at + 1, from + 2); to <= Math.min(tokens.length, from + LONGEST_NOUN); to++) {
      const words = tokens.slice(from, to)
      if (isWord([...words.slice(0, -1), nounLemma(words.at(-1) as string)].join(' '), 'noun')) return true
    }
  }
  return false
}

const GRAMMAR_WORDS = [ADVERBS, COPULAS, FALLS, FILLERS, FUNCTION_WORDS, MODALS, PARTICLES, REMOVALS]

function isKnown(token: string): boolean {
  const words = mendableWords()
  return (
    GRAMMAR_WORDS.some((list) => list.has(token)) ||
    words.has(token) ||
    words.has(nounLemma(token)) ||
    isWord(token) ||
    isWord(nounLemma(token)) ||
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

/** "teapott", "caandle", "gutiar": a noun of WordNet's with a letter too many, one not doubled, or two that changed places. */
function rareNoun(token: string): string | undefined {
  if (token.length < MIN_RARE_LENGTH) return undefined
  const at = [...token.slice(1)].map((_, i) => i + 1)
  const slips = [
    ...at.map((i) => token.slice(0, i) + token.slice(i + 1)),
    ...at.map((i) => token.slice(0, i) + token.slice(i - 1)),
    ...at.map((i) => token.slice(0, i - 1) + token.charAt(i) + token.charAt(i - 1) + token.slice(i + 1)),
  ]
  const nouns = slips.filter((word) => isWord(nounLemma(word), 'noun'))
  return nouns.toSorted((a, b) => frequency(nounLemma(b), 'noun') - frequency(nounLemma(a), 'noun'))[0]
}

/** "bicylce": two neighbours changed places, which is one slip. */
function isSwap(a: string, b: string): boolean {
  if (a.length !== b.length) return false
  const at = [...a].findIndex((letter, i) => letter !== b[i])
  return at >= 0 && a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2)
}
