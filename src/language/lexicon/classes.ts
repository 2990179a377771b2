import { LRUCache } from 'lru-cache'
import { synsetsOf } from './nouns.js'
import { NAMED_BY } from './open.js'
import { lineage, senses, synsetsAt } from './wordnet.js'

/**
 * What an open noun ("teapot", "terrier", "musical instrument") names among the classes of whoever tells a thousand of
 * them apart: those that lie in WordNet where the noun does, or below it.
 */

/** A class and its place: the byte offset of its synset in WordNet's `data.noun`. */
export interface PlacedClass {
  readonly label: string
  readonly synset: number
}

/** What these are a part of is no thing that somebody looks for under another sense: an arm is no weapon here. */
const BODY_PART = 'body part 1'
const REMEMBERED = 500

const remembered = new WeakMap<readonly PlacedClass[], LRUCache<string, readonly number[]>>()

/** Indices of the classes that a noun names; none where the noun, as it is used of things, lies beside all of them. */
export function classesNamed(noun: string, classes: readonly PlacedClass[]): readonly number[] {
  let known = remembered.get(classes)
  if (!known) {
    known = new LRUCache({ max: REMEMBERED })
    remembered.set(classes, known)
  }
  let found = known.get(noun)
  if (!found) {
    found = find(noun, classes)
    known.set(noun, found)
  }
  return found
}

/** Indices of the classes that are what a label stands for, or kinds of it: "collie" and "pug" for "dog". */
export function classesBelow(label: string, classes: readonly PlacedClass[]): readonly number[] {
  return under(new Set(synsetsOf(label)), classes)
}

function find(noun: string, classes: readonly PlacedClass[]): readonly number[] {
  const said = NAMED_BY[noun]
  if (said !== undefined) {
    return under(new Set(said === '' ? [] : said.split(', ').flatMap(synsetsAt)), classes)
  }
  // "one-piece swimsuit": what a class is called may be no word of WordNet's.
  const labelled = classes.findIndex(({ label }) => label.toLowerCase() === noun)
  const own = new Set(classes.map(({ synset }) => synset))
  const all = senses(noun, 'noun').map(({ synset }) => synset)
  // A class of that very name is meant, however rare the sense: a "boxer" is a fighter first.
  const usual = under(new Set([...synsetsOf(noun), ...all.filter((synset) => own.has(synset))]), classes)
  if (labelled >= 0 && !usual.includes(labelled)) return [...usual, labelled]
  if (usual.length > 0 || isBodyPart(all[0])) return usual
  for (const synset of all) {
    const rarer = under(new Set([synset]), classes)
    if (rarer.length > 0) return rarer
  }
  return []
}

function under(synsets: ReadonlySet<number>, classes: readonly PlacedClass[]): readonly number[] {
  if (synsets.size === 0) return []
  return classes.flatMap(({ synset }, index) => {
    for (const one of lineage(synset, 'noun')) if (synsets.has(one)) return [index]
    return []
  })
}

function isBodyPart(synset: number | undefined): boolean {
  const [part] = synsetsAt(BODY_PART)
  return synset !== undefined && part !== undefined && lineage(synset, 'noun').has(part)
}
