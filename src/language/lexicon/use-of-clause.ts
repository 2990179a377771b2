import { singular } from './morphology.js'
import { isKindOf } from './nouns.js'
import { USE_NAMES, type UseName, useOf } from './uses.js'
import { verbLemma } from './verb-forms.js'
import { senses, wordsOf } from './wordnet.js'

interface Pattern {
  readonly use: UseName
  /** Each element's alternatives. */
  readonly elements: readonly (readonly string[])[]
}

/** A use that a clause means, and how many of the clause's words that took. */
export interface ClauseUse {
  readonly use: UseName
  readonly length: number
}

/** Verbs of more senses than this mean too many things for their synonyms to be of use. */
const MAX_SENSES = 4

/** Patterns by their first words. */
const PATTERNS = new Map<string, Pattern[]>()
for (const use of USE_NAMES) {
  for (const pattern of useOf(use).says.split(', ')) {
    const elements = pattern.split(' ').map((element) => element.split('|'))
    for (const word of elements[0] as readonly string[]) {
      PATTERNS.set(word, [...(PATTERNS.get(word) ?? []), { use, elements }])
    }
  }
}

const ADJECTIVE_USES = new Map<string, UseName>(
  USE_NAMES.flatMap((use) => (useOf(use).adjectives?.split(', ') ?? []).map((word) => [word, use] as const)),
)

/** The use that an adjective states: "edible", "sharp". */
export function useOfAdjective(word: string): UseName | undefined {
  return ADJECTIVE_USES.get(word)
}

/**
 * The use that a clause means: its words from the verb on, in any form ("keeps my milk cold"). Verbs that no entry has
 * are tried by their synonyms in WordNet.
 */
export function useOfClause(words: readonly string[]): ClauseUse | undefined {
  const [first, ...rest] = words
  if (first === undefined) return undefined
  const verb = verbLemma(first) ?? first
  const direct = longest([verb, first], rest)
  if (direct) return direct
  for (const synonym of synonyms(verb)) {
    const found = longest([synonym], rest)
    if (found) return found
  }
  return undefined
}

function longest(verbs: readonly string[], rest: readonly string[]): ClauseUse | undefined {
  let best: (ClauseUse & { size: number }) | undefined
  for (const { use, elements } of verbs.flatMap((verb) => PATTERNS.get(verb) ?? [])) {
    const length = lengthOf(elements.slice(1), rest)
    const size = elements.reduce((sum, element) => sum + weight(element), 0)
    if (length === undefined || (best && best.size >= size)) continue
    best = { use, length: length + 1, size }
  }
  return best && { use: best.use, length: best.length }
}

/** How much an element tells: "flowers" more than any food, and that more than "in". */
function weight([first = '']: readonly string[]): number {
  if (/^(in|on|with|at|from|off|out|to|up|down|away|into|for|over)$/.test(first)) return 1
  return first.startsWith('<') ? 1.5 : 2
}

/** How many words it takes for all elements to come in their order; undefined where they do not. */
function lengthOf(elements: readonly (readonly string[])[], words: readonly string[]): number | undefined {
  let at = 0
  for (const element of elements) {
    const found = words.findIndex((word, i) => i >= at && element.some((one) => isMeant(one, word)))
    if (found < 0) return undefined
    at = found + 1
  }
  return at
}

function isMeant(element: string, word: string): boolean {
  const kind = /^<(.+)>$/.exec(element)?.[1]
  if (kind !== undefined) return isKindOf(singular(word), kind)
  return element === word || element === singular(word) || element === verbLemma(word)
}

/** Verbs of the same synsets, for the most frequent senses. */
function synonyms(verb: string): string[] {
  const all = senses(verb, 'verb')
  if (all.length > MAX_SENSES) return []
  return all
    .slice(0, 2)
    .flatMap(({ synset }) => wordsOf(synset, 'verb'))
    .filter((word) => word !== verb)
}
