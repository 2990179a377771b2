/** For what a model gives no name that can be used. */
export const UNNAMED = 'object'

/** Of a text from a model no more is looked at: as much as a phrase may have. */
const MAX_READ = 300

/** At most 40 characters, of whole words if the first is no longer. */
const SHORT = /^(?:.{1,40}(?= |$)|.{40})/u

/**
 * A model's word for a thing, made fit to be shown: one short line in lower case of letters, digits, spaces and hyphens.
 */
export function tidyLabel(said: string): string {
  return SHORT.exec(wordsOf(said))?.[0] ?? UNNAMED
}

function wordsOf(text: string): string {
  return text
    .slice(0, MAX_READ)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}-]+/gu, ' ')
    .replace(/^[ -]+|[ -]+$/g, '')
}

/**
 * The phrase that a label answers to: the same words, or else the longest one that the label goes beyond ("big dog" and
 * "dog"), or else the only one that it is short for. Nothing where that leaves it open.
 */
export function phraseFor(said: string, phrases: readonly string[]): string | undefined {
  const label = wordsOf(said)
  const same = phrases.find((phrase) => wordsOf(phrase) === label)
  if (same !== undefined || label === '') return same
  const [longest] = phrases
    .filter((phrase) => isPartOf(wordsOf(phrase), label))
    .sort((a, b) => b.length - a.length)
  if (longest !== undefined) return longest
  const [only, ...others] = phrases.filter((phrase) => isPartOf(label, wordsOf(phrase)))
  return others.length === 0 ? only : undefined
}

/** Whether all words of one text are in another, in the singular or in the plural. */
function isPartOf(part: string, whole: string): boolean {
  const words = whole.split(' ')
  return part.split(' ').every((word) => words.some((other) => isSameNoun(word, other)))
}

function isSameNoun(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  return long === short || long === `${short}s` || long === `${short}es`
}

/** What a phrase begins with without its being named. */
const OPENING =
  /^(?:(?:all|any|both|each|every|some|the|a|an|this|that|these|those|my|his|her|its|our|their|of|\d+|one|two|three|four|five|six) )+/

/** Where what is named ends, and what is said of it begins. */
const FURTHER =
  / (?:of|on|in|at|to|by|under|underneath|over|above|below|beneath|behind|beside|between|near|next|with|without|against|inside|outside|along|across|around|from|like|(?:left|right) of|that|which|who|whose|where|closest|nearest|farthest|furthest|is|are|has|have|not|except|but|holding|wearing|carrying|riding|sitting|standing|lying|laying|walking|running|playing|looking|facing|hanging|leaning|touching|eating|drinking|using|pushing|pulling|jumping|sleeping|made|covered|filled|worn|held|parked|placed)(?: .*)?$/

/** Words that say of nothing what it is: the model's own word says more. */
const VAGUE =
  /(?:^|.* )(?:ones?|things?|objects?|items?|somethings?|everything|anything|someone|everyone|anyone|it|them|what)$/

/**
 * What a phrase itself calls the thing that it describes: "the two red cars left of the tree" is "red cars". Nothing
 * where it calls it a thing at most, or names several kinds of things, which one name can't serve.
 */
export function nounIn(phrase: string): string | undefined {
  const [clause = ''] = phrase.split(/[,;:.()]/).filter((part) => part.trim() !== '')
  const named = ` ${tidyLabel(clause).replace(OPENING, '')}`.replace(FURTHER, '').trim()
  return named === '' || VAGUE.test(named) || / (?:and|or) /.test(named) ? undefined : named
}
