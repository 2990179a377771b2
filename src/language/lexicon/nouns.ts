import { LRUCache } from 'lru-cache'
import { AREAS } from './areas.js'
import { PAIRS, singular } from './morphology.js'
import { ANYBODY, ANYTHING, KINDS, LOOKALIKES, PLACES_IN_WORDNET, SYNONYMS } from './things.js'
import { isWord, lineage, type Sense, senses, synsetsAt } from './wordnet.js'

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

/** Words for garments and surroundings, by label. */
const AREA_WORDS: ReadonlyMap<string, ReadonlyMap<string, Naming>> = new Map(
  Object.entries(AREAS).map(([label, { is, mayBe = '' }]) => {
    const words = [...split(is).map((word) => [word, 'is']), ...split(mayBe).map((word) => [word, 'may be'])]
    return [label, new Map(words as [string, Naming][])]
  }),
)

/** The labels of areas by the words for them, the labels themselves among these. */
const AREAS_BY_WORD = new Map<string, string[]>()
for (const [label, words] of AREA_WORDS)
  for (const word of [label, ...words.keys()])
    AREAS_BY_WORD.set(word, [...(AREAS_BY_WORD.get(word) ?? []), label])

function split(list: string): string[] {
  return list === '' ? [] : list.split(', ')
}

/** Words in the longest noun that a reader looks for. */
export const LONGEST_NOUN = 4

/** Whether a noun is a word for a garment, or hair, or something round things: what is drawn where somebody asks for it. */
export function namesArea(noun: string): boolean {
  return AREAS_BY_WORD.has(noun)
}

/** True for what is worn in pairs, or spoken of as if it were: "shoe", "glass", "jeans". */
export function isPair(noun: string): boolean {
  return AREAS_BY_WORD.get(noun)?.some((label) => PAIRS.has(label)) === true
}

/** True for what the classes themselves tell: another word for one, or a kind of things that they are. */
export function isOfClasses(noun: string): boolean {
  if (ANYTHING.has(noun)) return true
  return !namesArea(noun) && [...(CURATED.get(noun)?.values() ?? [])].some((how) => how !== 'lookalike')
}

/** True for a noun that is a word for one of the classes itself: "dog", "pup"; not "collie", "animal". */
export function namesClass(noun: string): boolean {
  const ties = CURATED.get(noun)
  return ties !== undefined && [...ties].some(([label, how]) => how === 'synonym' && !isNarrower(noun, label))
}

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
  const area = AREA_WORDS.get(normal)?.get(noun)
  if (area) return area
  const parts = normal.split(/[\s_-]+/).filter((part) => !EMPTY_LABEL_PARTS.has(part))
  if (parts.join(' ') === noun || parts.map(singular).includes(noun)) return 'is'
  const stands = CURATED.get(normal)
  if (stands?.size === 1) return throughClass(noun, stands)
  const plain = parts.join(' ')
  const direct = byWordNet(noun, plain)
  if (direct !== 'no' || !curated) return direct
  // "pet" and "golden retriever": a pet is a dog, and so is a retriever.
  const isKindOfOne = [...curated].some(([one, how]) => how !== 'lookalike' && liesBelow(plain, one))
  return isKindOfOne ? 'is' : 'no'
}

/** A label as somebody else may have written it: what a rare word means, each of its senses may say. */
function labelPlace(label: string): Place {
  return placeOf(label, true)
}

function liesBelow(label: string, kind: string): boolean {
  const own = labelPlace(label).lineage
  return synsetsOf(kind).some((synset) => own.has(synset))
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
  const own = labelPlace(label)
  if (said.synsets.some((synset) => own.lineage.has(synset))) return 'is'
  return own.synsets.some((synset) => said.lineage.has(synset)) ? 'may be' : 'no'
}

/** Where a word lies in WordNet: the synsets of what it usually means, and these with all that they are kinds of. */
interface Place {
  readonly synsets: readonly number[]
  readonly lineage: ReadonlySet<number>
}

const places = new LRUCache<string, Place>({ max: 1000 })

function placeOf(word: string, asLabel = false): Place {
  const key = asLabel ? `${word}:` : word
  let place = places.get(key)
  if (!place) {
    const synsets = asLabel ? labelSynsets(word) : synsetsOf(word)
    place = { synsets, lineage: new Set(synsets.flatMap((synset) => [...lineage(synset, 'noun')])) }
    places.set(key, place)
  }
  return place
}

function labelSynsets(label: string): number[] {
  const usual = synsetsOf(label)
  const all = label in PLACES_IN_WORDNET ? [] : senses(label, 'noun')
  return all.every(({ share }) => share === 0)
    ? [...new Set([...usual, ...all.map(({ synset }) => synset)])]
    : usual
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

/** The synsets of what a word or a label usually means. */
export function synsetsOf(label: string): number[] {
  const place = PLACES_IN_WORDNET[label]
  return place === undefined ? plausible(senses(label, 'noun')).map(({ synset }) => synset) : synsetsAt(place)
}

function plausible(all: readonly Sense[]): Sense[] {
  return all.filter(({ rank, share }) => rank === 1 || share >= MIN_SENSE_SHARE)
}
