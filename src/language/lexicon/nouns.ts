import { LRUCache } from 'lru-cache'
import { singular } from './morphology.js'
import { ANYBODY, ANYTHING, KINDS, LOOKALIKES, PLACES_IN_WORDNET, SYNONYMS } from './things.js'
import { isWord, lineage, type Sense, senses } from './wordnet.js'

/** The noun for "any object". */
export const THING = 'thing'

/**
 * How a noun names a thing with a label: it `is` one ("animal" and "dog"), it `may be` one that the label does not tell
 * from others ("collie" and "dog", "woman" and "person"), or `no`.
 */
export type Naming = 'is' | 'may be' | 'no'

/**
 * What a person knows a noun for: `visible` things that an engine can name, things that are `known` but have no class,
 * or `unknown` words.
 */
export type Acquaintance = 'visible' | 'known' | 'unknown'

/** Parts of composite labels ("tree-merged") that name nothing. */
const EMPTY_LABEL_PARTS = new Set(['merged', 'other', 'stuff'])
/** A rarer sense counts only where at least this share of the word's occurrences has it: nobody points at a hired "hand". */
const MIN_SENSE_SHARE = 0.35

/** How the lexicon ties a noun to a class: another word for it, a kind that it belongs to, or what it is taken for. */
type Tie = 'synonym' | 'kind' | 'lookalike'

const CURATED = new Map<string, Map<string, Tie>>()
for (const [label, words] of Object.entries(SYNONYMS))
  for (const word of [label, ...split(words)]) tie(word, [label], 'synonym')
for (const [kind, labels] of Object.entries(KINDS)) tie(kind, split(labels), 'kind')
for (const [noun, labels] of Object.entries(LOOKALIKES)) tie(noun, split(labels), 'lookalike')

function tie(noun: string, labels: readonly string[], how: Tie): void {
  const known = CURATED.get(noun) ?? new Map<string, Tie>()
  for (const label of labels) known.set(label, how)
  CURATED.set(noun, known)
}

function split(list: string): string[] {
  return list === '' ? [] : list.split(', ')
}

/** Words in the longest noun that a reader looks for. */
export const LONGEST_NOUN = 4

/** Every curated noun, for whoever mends a slip of the keys. */
export function curatedNouns(): Iterable<string> {
  return CURATED.keys()
}

/** True for a singular noun that stands for something: "suitcase", "wine glass", "vehicle", "thing"; "candle" too. */
export function isKnownNoun(noun: string): boolean {
  return isCuratedNoun(noun) || isWord(noun, 'noun')
}

/** True for a singular noun that the lexicon itself places, without looking into WordNet. */
export function isCuratedNoun(noun: string): boolean {
  return CURATED.has(noun) || ANYTHING.has(noun)
}

export function acquaintance(noun: string): Acquaintance {
  if (isCuratedNoun(noun)) return 'visible'
  if (!isWord(noun, 'noun')) return 'unknown'
  return Object.keys(PLACES_IN_WORDNET).some((label) => naming(noun, label) !== 'no') ? 'visible' : 'known'
}

/** The noun under which words for anything or anybody are kept: "everything" is "thing", "everyone" is "person". */
export function canonicalNoun(noun: string): string {
  if (ANYBODY.has(noun)) return 'person'
  return ANYTHING.has(noun) ? THING : noun
}

/**
 * How a noun names a thing with this label: the one place where words meet what engines say. Labels are free text, since
 * they may be somebody else's: the 80 classes, words of any kind, composites ("tree-merged").
 */
export function naming(noun: string, label: string): Naming {
  if (noun === THING) return 'is'
  const normal = label.toLowerCase()
  if (normal === noun) return 'is'
  const curated = CURATED.get(noun)
  if (normal in PLACES_IN_WORDNET)
    return curated ? tied(noun, normal, curated.get(normal)) : byWordNet(noun, normal)
  const parts = normal.split(/[\s_-]+/).filter((part) => !EMPTY_LABEL_PARTS.has(part))
  if (parts.join(' ') === noun || parts.map(singular).includes(noun)) return 'is'
  const stands = CURATED.get(normal)
  if (stands?.size === 1) return throughClass(noun, stands)
  return byWordNet(noun, parts.join(' '))
}

/** True where the noun names the label, for sure or maybe. */
export function nounNames(noun: string, label: string): boolean {
  return naming(noun, label) !== 'no'
}

/** Those of `things` that go by a noun; where some surely do, not those that only may. */
export function thingsNamed<Thing extends { readonly label: string }>(
  noun: string,
  things: readonly Thing[],
): Thing[] {
  const sure = things.filter(({ label }) => naming(noun, label) === 'is')
  return sure.length > 0 ? sure : things.filter(({ label }) => nounNames(noun, label))
}

function tied(noun: string, label: string, how: Tie | undefined): Naming {
  if (how === undefined) return 'no'
  if (how === 'kind') return 'is'
  return how === 'lookalike' || isNarrower(noun, label) ? 'may be' : 'is'
}

/** A label that is itself a word for one class ("puppy" for "dog") goes by what names that class. */
function throughClass(noun: string, classes: ReadonlyMap<string, Tie>): Naming {
  const [label] = classes.keys()
  return naming(noun, label as string)
}

function byWordNet(noun: string, label: string): Naming {
  const said = placeOf(noun)
  const own = placeOf(label)
  if (said.synsets.some((synset) => own.lineage.has(synset))) return 'is'
  return own.synsets.some((synset) => said.lineage.has(synset)) ? 'may be' : 'no'
}

/** Where a word lies in WordNet: the synsets of what it usually means, and these with all that they are kinds of. */
interface Place {
  readonly synsets: readonly number[]
  readonly lineage: ReadonlySet<number>
}

const places = new LRUCache<string, Place>({ max: 1000 })

function placeOf(word: string): Place {
  let place = places.get(word)
  if (!place) {
    const synsets = synsetsOf(word)
    place = { synsets, lineage: new Set(synsets.flatMap((synset) => [...lineage(synset, 'noun')])) }
    places.set(word, place)
  }
  return place
}

/** True where a word is a kind of what a class stands for ("puppy" of "dog"), in any of its senses, and no synonym. */
function isNarrower(word: string, label: string): boolean {
  const [own] = synsetsOf(label)
  if (own === undefined) return false
  const said = senses(word, 'noun').map(({ synset }) => synset)
  return !said.includes(own) && said.some((synset) => lineage(synset, 'noun').has(own))
}

/** True where a word usually means a kind of what another stands for: "soup" is a kind of "food". */
export function isKindOf(word: string, kind: string): boolean {
  const wanted = senses(kind, 'noun').slice(0, 2)
  const { lineage: own } = placeOf(word)
  return wanted.some(({ synset }) => own.has(synset))
}

function synsetsOf(label: string): number[] {
  const place = PLACES_IN_WORDNET[label]
  if (place === undefined) return plausible(senses(label, 'noun')).map(({ synset }) => synset)
  const [, lemma, rank] = /^(.*) (\d+)$/.exec(place) as unknown as [string, string, string]
  return senses(lemma, 'noun')
    .filter((sense) => sense.rank === Number(rank))
    .map(({ synset }) => synset)
}

function plausible(all: readonly Sense[]): Sense[] {
  return all.filter(({ rank, share }) => rank === 1 || share >= MIN_SENSE_SHARE)
}
