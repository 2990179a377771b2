import { withoutThoughts } from '../../llm/thoughts.js'
import { singular } from '../lexicon/morphology.js'
import { canonicalNoun } from '../lexicon/nouns.js'
import { Program } from '../query.js'

/** Nobody's sentence nests deeper or says more; what does would keep the executor busy. */
const MAX_DEPTH = 16
const MAX_NODES = 80

const MAX_FAULTS = 5
const MAX_FAULT = 240

/** A program, or what is wrong with the reply, in words for the model; `beyond` where it is no use to ask again. */
export type Outcome =
  | { readonly program: Program }
  | { readonly faults: readonly string[] }
  | { readonly beyond: 'size' }

/** Reads a model's reply, in a code fence or among other words if need be. Never throws. */
export function read(reply: string): Outcome {
  const json = parsed(withoutThoughts(reply))
  if (json === undefined) return { faults: ['It held no complete JSON object.'] }
  if (isTooMuch(json)) return { beyond: 'size' }
  const { success, data, error } = Program.safeParse(json)
  if (success) return { program: data }
  // Paths and messages come from the schema; what the model wrote is in neither.
  const faults = error.issues.map(({ path, message }) => `${path.join('.') || 'program'}: ${message}`)
  return { faults: faults.slice(0, MAX_FAULTS).map((fault) => fault.slice(0, MAX_FAULT)) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1), tidy)
  } catch {
    return undefined
  }
}

/** Null stands for "left out"; words are made what the grammar would have written, and safe to repeat in an answer. */
function tidy(key: string, value: unknown): unknown {
  if (value === null) return undefined
  if (typeof value !== 'string') return value
  switch (key) {
    case 'noun':
      return lemma(plain(value))
    case 'words':
    case 'id':
      return plain(value)
    default:
      return value
  }
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}'_-]+/gu, ' ')
    .trim()
}

/** "the wine glasses" to "wine glass" */
function lemma(text: string): string {
  const words = text.replace(/^(the|an?) /, '').split(/\s+/)
  return canonicalNoun([...words.slice(0, -1), singular(words.at(-1) as string)].join(' '))
}

function isTooMuch(json: unknown): boolean {
  let nodes = 0
  const isDeep = (value: unknown, depth: number): boolean => {
    if (typeof value !== 'object' || value === null) return false
    if (depth > MAX_DEPTH || ++nodes > MAX_NODES) return true
    return Object.values(value).some((child) => isDeep(child, depth + 1))
  }
  return isDeep(json, 1)
}
