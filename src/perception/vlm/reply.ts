import { withoutThoughts } from '../../llm/thoughts.js'

/** A box as a model printed it, its four numbers in their order; nothing in it is to be trusted. */
export interface PrintedBox {
  readonly numbers: readonly [number, number, number, number]
  readonly label: string | undefined
}

/**
 * What an answer amounts to: boxes; `none`, which is an honest "nothing fits"; `points` where boxes were asked for; `blind`
 * when the model says that it was shown no picture; `unreadable` for all else, which must not pass for "nothing fits".
 */
export type Reading =
  | { readonly kind: 'boxes'; readonly boxes: readonly PrintedBox[] }
  | { readonly kind: 'none' | 'points' | 'blind' | 'unreadable' }

/** Far more than the longest answer within a model's limit of tokens. */
const MAX_LENGTH = 100_000

const BOX_KEYS = ['bbox_2d', 'bbox', 'box_2d', 'box']
const POINT_KEYS = ['point_2d', 'point', 'points']
const LABEL_KEYS = ['label', 'name', 'class', 'category']

/**
 * Reads an answer that should be JSON or "None". Thoughts, fences, prose and further blocks may stand round it; of an
 * answer that was cut off, the whole objects count.
 */
export function readReply(text: string): Reading {
  const answer = withoutThoughts(text.slice(0, MAX_LENGTH))
  const values = jsonValues(answer)
  const keyed = values.flatMap(keyedBoxes)
  const boxes = keyed.length > 0 ? keyed : values.flatMap(bareBoxes)
  if (boxes.length > 0) return { kind: 'boxes', boxes }
  if (values.some(hasPoint)) return { kind: 'points' }
  const prose = readProse(answer)
  if (values.length === 0 || prose === 'blind') return { kind: prose }
  return { kind: values.every(saysNothing) ? 'none' : 'unreadable' }
}

/** The outermost JSON values in a text that are whole, arrays and objects alone, in their order. */
export function jsonValues(text: string): unknown[] {
  const values: unknown[] = []
  let end = 0
  for (const span of bracketed(text)) {
    if (span.start < end) continue
    const value = parseLeniently(text.slice(span.start, span.end))
    if (value === undefined) continue
    values.push(value)
    end = span.end
  }
  return values
}

interface Span {
  readonly start: number
  readonly end: number
}

/** Deeper nesting is no answer; so the work stays in proportion to the text's length. */
const MAX_DEPTH = 8

/** From each opening bracket to its own closing one, by where they start; brackets in strings don't count. */
function bracketed(text: string): Span[] {
  const spans: Span[] = []
  const open: { start: number; closing: string }[] = []
  let inString = false
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!
    if (inString) {
      if (character === '\\') at++
      // A string of JSON ends before its line does: what seems to go on was none.
      else if (character === '"' || character === '\n') inString = false
    } else if (character === '"') {
      inString = open.length > 0
    } else if (character === '[' || character === '{') {
      if (open.length === MAX_DEPTH) open.length = 0
      open.push({ start: at, closing: character === '[' ? ']' : '}' })
    } else if (character === ']' || character === '}') {
      const match = open.findLastIndex(({ closing }) => closing === character)
      if (match < 0) continue
      spans.push({ start: open[match]!.start, end: at + 1 })
      open.length = match
    }
  }
  return spans.sort((a, b) => a.start - b.start)
}

/** JSON, and what models take for it: commas before a closing bracket, Python's quotes and None. */
function parseLeniently(text: string): unknown {
  const tidy = text.replace(/,\s*([\]}])/g, '$1')
  const python = tidy.replaceAll("'", '"').replace(/\bNone\b/g, 'null')
  for (const candidate of text.includes('"') ? [text, tidy] : [text, tidy, python]) {
    try {
      return JSON.parse(candidate)
    } catch {
      // The next reading, or none.
    }
  }
  return undefined
}

/** Boxes under a key that says so, wherever in the value. */
function keyedBoxes(value: unknown): PrintedBox[] {
  if (Array.isArray(value)) return value.flatMap(keyedBoxes)
  if (!isRecord(value)) return []
  const label = firstOf(value, LABEL_KEYS)
  const own = quads(firstOf(value, BOX_KEYS))
  if (own.length > 0)
    return own.map((numbers) => ({ numbers, label: typeof label === 'string' ? label : undefined }))
  return Object.values(value).flatMap(keyedBoxes)
}

/** Arrays of four numbers without a word to them. */
function bareBoxes(value: unknown): PrintedBox[] {
  return quads(value).map((numbers) => ({ numbers, label: undefined }))
}

/** One box or several: [1, 2, 3, 4], ["1", ...], [[1, 2], [3, 4]], "1, 2, 3, 4", or an array of these. */
function quads(value: unknown): PrintedBox['numbers'][] {
  if (typeof value === 'string') {
    return /^[\d\s.,()[\]-]*$/.test(value) ? quads(value.match(/-?\d+(?:\.\d+)?/g) ?? []) : []
  }
  if (!Array.isArray(value)) return []
  const isCorners =
    value.length === 2 && value.every((corner) => Array.isArray(corner) && corner.length === 2)
  const numbers = (isCorners ? value.flat() : value).map(asNumber)
  if (numbers.length === 4 && numbers.every((number) => number !== undefined)) {
    // A box of zeros is how some models print "not there".
    return numbers.every((number) => number === 0) ? [] : [numbers as unknown as PrintedBox['numbers']]
  }
  return value.filter((item) => typeof item === 'object' || /\d\D+\d/.test(String(item))).flatMap(quads)
}

function asNumber(value: unknown): number | undefined {
  const isNumeric = typeof value === 'number' || (typeof value === 'string' && /^\s*-?\d/.test(value))
  const number = isNumeric ? Number(value) : Number.NaN
  return Number.isFinite(number) ? number : undefined
}

function hasPoint(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasPoint)
  if (!isRecord(value)) return false
  const own = firstOf(value, POINT_KEYS)
  return (Array.isArray(own) && own.length > 0) || Object.values(value).some(hasPoint)
}

/** [], null, "None", zeros for a box, or an object that gives one of these where its boxes should be. */
function saysNothing(value: unknown): boolean {
  if (value === null || value === 0) return true
  if (typeof value === 'string') return readProse(value) === 'none'
  if (Array.isArray(value)) return value.every(saysNothing)
  if (!isRecord(value)) return false
  const boxes = BOX_KEYS.filter((key) => key in value)
  if (boxes.length > 0) return boxes.every((key) => saysNothing(value[key]))
  const held = Object.values(value)
  return held.length > 0 && held.every(saysNothing)
}

const NONE =
  /^(?:none|null|nothing|no (?:target|object|match|matche|detection|result)s?)(?: (?:detected|found))?$/

/** "There are no dogs in the picture": a sentence about what is not there, which ends with where it is not. */
const NOT_THERE =
  /^(?:there (?:is|are) (?:no|none of)|no|none of) (?!way|need|idea)[^.,;:!?]{1,80} (?:detected|found|visible|present|seen|(?:in|on) (?:the|this) (?:image|picture|photo|scene))$/

/** "No image was provided", "I cannot view pictures". */
const BLIND =
  /\b(?:no|any|an?) (?:image|picture|photo)s? (?:is|was|were|has|have|provided|attached|given|uploaded|included|shared|to)\b|\b(?:can ?not|can.?t|unable to|not able to|don.?t|do not) (?:directly )?(?:see|view|access|open|process|analy[sz]e|receive|display|support|have) (?:to )?(?:the |this |your |any |an? )?(?:image|picture|photo|visual)s?\b/

/** Of a longer answer the end counts. */
const MAX_PROSE = 2000

/** Of a text without JSON: it counts as "none" when all of it, or its last line, says so in so many words. */
function readProse(text: string): 'none' | 'blind' | 'unreadable' {
  const plain = text
    .slice(-MAX_PROSE)
    .toLowerCase()
    .replace(/```\w*/g, '')
  const lines = plain
    .split('\n')
    .map((line) => line.replace(/^[\s"'`*.]+|[\s"'`*.!]+$/g, ''))
    .filter((line) => line !== '')
  if (BLIND.test(plain)) return 'blind'
  const last = lines.at(-1) ?? ''
  return NONE.test(last) || (lines.length === 1 && NOT_THERE.test(last)) ? 'none' : 'unreadable'
}

function firstOf(value: Record<string, unknown>, keys: readonly string[]): unknown {
  const key = keys.find((candidate) => candidate in value)
  return key === undefined ? undefined : value[key]
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
