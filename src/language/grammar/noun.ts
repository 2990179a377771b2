import { nounLemma } from '../lexicon/lemma.js'
import { ADJECTIVES, NUMBERS, ORDINALS, PLACES, SUPERLATIVES } from '../lexicon/modifiers.js'
import {
  acquaintance,
  canonicalNoun,
  isCuratedNoun,
  isKnownNoun,
  LONGEST_NOUN,
  namesArea,
} from '../lexicon/nouns.js'
import { COMPOUNDS } from '../lexicon/open.js'
import { ANYBODY, ANYTHING } from '../lexicon/things.js'
import { useOfAdjective } from '../lexicon/use-of-clause.js'
import { isMostlyVerb, isParticiple, verbLemma } from '../lexicon/verb-forms.js'
import { ACTIONS, POSTURES, PREPOSITIONS } from '../lexicon/verbs.js'
import { isWord } from '../lexicon/wordnet.js'
import type { Reader } from './reader.js'
import { FUNCTION_WORDS } from './words.js'

/** "a slice of pizza" is pizza. */
const PARTITIVES = new Set(
  'slice, piece, pair, bunch, bit, group, crowd, pile, row, set, kind, type, sort, herd, flock, pack, couple, line, collection, bits'.split(
    ', ',
  ),
)
const PREPOSITION_OPENERS = new Set(PREPOSITIONS.map(([[first]]) => first as string))
const DETERMINERS = new Set(['a', 'an', 'the'])
const PEOPLE = new Set(['everybody', 'everyone', 'anybody', 'anyone', 'people', 'persons'])

export interface Noun {
  /** A singular lemma. */
  readonly noun: string
  readonly plural: boolean
}

/** The noun that comes next, with the words that only narrow it noted as such: "the *padded office* chair". */
export function readNoun({ cursor }: Reader, afterHead = false): Noun | undefined {
  return cursor.attempt(() => {
    if (PARTITIVES.has(nounLemma(cursor.peek() ?? '')) && cursor.peek(1) === 'of' && mayName(cursor.peek(2)))
      cursor.accept(cursor.peek() as string, 'of')
    for (;;) {
      const length = compound((ahead) => cursor.peek(ahead))
      const word = cursor.peek()
      const isNamed = mayName(word) || (afterHead && isGerund(word)) || standsAsNoun(word)
      if (length === 0 && !isNamed) return undefined
      if (length < 2 && headsNoun(cursor.peek(1), word as string)) {
        cursor.ignored.push(cursor.next() as string)
        continue
      }
      return take(length)
    }
  })

  /** "the *swing*", "a *can*", "red *building*", or nothing but the word: then even a verb's form is a noun. */
  function standsAsNoun(word: string | undefined): boolean {
    const before = cursor.peek(-1)
    const isAlone = before === undefined && cursor.peek(1) === undefined
    if (word === undefined || !(isAlone || DETERMINERS.has(before ?? '') || ADJECTIVES.has(before ?? '')))
      return false
    return (isVerb(word) || isParticiple(word) || ['can', 'lighter'].includes(word)) && isKnownNoun(word)
  }

  function take(length: number): Noun | undefined {
    const words = Array.from({ length: Math.max(1, length) }, () => cursor.next() as string)
    const last = words[words.length - 1] as string
    const noun = [...words.slice(0, -1), nounLemma(last)].join(' ')
    // "quickly", "wooden": words that WordNet has, but not as nouns, name nothing.
    if (length === 0 && isWord(noun) && !isKnownNoun(noun)) return undefined
    return {
      noun: canonicalNoun(noun),
      plural: isPluralForm(last) || PEOPLE.has(last) || last.startsWith('every'),
    }
  }
}

/** Words in the longest noun of the lexicon or of WordNet that starts here; 0 where none does. */
export function compound(peek: (ahead: number) => string | undefined): number {
  for (let length = LONGEST_NOUN; length > 0; length--) {
    const words = Array.from({ length }, (_, i) => peek(i))
    if (words.some((word) => word === undefined)) continue
    const last = words[length - 1] as string
    const noun = [...words.slice(0, -1), nounLemma(last)].join(' ')
    const stored = words.join(' ')
    if (length === 1) return mayName(last) && isKnownNoun(noun) ? 1 : 0
    if ([noun, stored].some((one) => isCuratedNoun(one) || namesArea(one) || COMPOUNDS.has(one)))
      return length
    // WordNet joins what people say apart: "red wine" is one noun, "first base" and "on the left" are none here.
    const adjective = ADJECTIVES.has(words[0] as string) || useOfAdjective(words[0] as string) !== undefined
    const content =
      !adjective && words.every((word) => !FUNCTION_WORDS.has(word as string) && !NUMBERS.has(word as string))
    if (content && !PLACES.has(words[0] as string) && isWord(noun, 'noun')) {
      // "beer glass": what only its last word makes visible is that thing, of a certain kind.
      const headed =
        isCuratedNoun(nounLemma(last)) &&
        acquaintance(noun) !== 'visible' &&
        !isParticiple(words[0] as string)
      if (!headed) return length
    }
  }
  return 0
}

/** True where a word goes on a noun phrase whose last word was `before`: "office *chair*", not "dog *running*". */
function headsNoun(word: string | undefined, before: string): boolean {
  if (word === undefined || !mayName(word) || ANYTHING.has(before) || ANYBODY.has(before)) return false
  // "the shelf level with the door"
  if (PREPOSITION_OPENERS.has(word)) return false
  const lemma = nounLemma(word)
  if (isCuratedNoun(lemma)) return !isCuratedNoun(nounLemma(before)) || !isVerb(word)
  if (isVerb(word) || isParticiple(word) || !isKnownNoun(lemma)) return false
  if (isCuratedNoun(nounLemma(before)) && isPluralForm(before)) return false
  return !isMostlyVerb(word, lemma) && !(isCuratedNoun(nounLemma(before)) && isWord(word, 'adverb'))
}

/** "the *frosting*", "a *painting*": after an article a form in -ing may be a noun. */
function isGerund(word: string | undefined): boolean {
  return word !== undefined && /ing$/.test(word) && isKnownNoun(word) && !isVerb(word)
}

/** True for a word that could name a thing: no function word, no number, no verb that only says what is done. */
export function mayName(word: string | undefined): boolean {
  if (word === undefined || word === 'one' || word === 'ones') return false
  if (FUNCTION_WORDS.has(word) || NUMBERS.has(word) || ORDINALS.has(word)) return false
  if (isCuratedNoun(nounLemma(word))) return true
  if (SUPERLATIVES.has(word) || PLACES.has(word) || isVerb(word)) return false
  // "bobsled" is no past tense.
  return !isParticiple(word) || !/(ing|ed)$/.test(word) || verbLemma(word) === word
}

function isPluralForm(form: string): boolean {
  return nounLemma(form) !== form
}

export function isVerb(word: string): boolean {
  return POSTURES.has(word) || ACTIONS.has(word)
}
