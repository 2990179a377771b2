import * as z from 'zod'
import { UserInputError } from '../errors.js'
import { parseJson, readText } from './files.js'

const Turn = z.object({ text: z.string().min(1), targets: z.array(z.int()) })

const Line = z.union(
  [
    z.object({ image_id: z.int(), kind: z.string(), turns: z.array(Turn).min(1) }),
    Turn.extend({ image_id: z.int(), kind: z.string() }),
  ],
  'expected image_id, kind, and either text and targets, or turns of these',
)

/** A conversation about one picture; most have one turn. */
export interface Question {
  imageId: number
  /** What it tests: "relation", "ordinal" ... */
  kind: string
  turns: readonly {
    text: string
    /** Ids of the annotations that are meant; empty where nothing in the picture fits. */
    targets: readonly number[]
  }[]
}

/** Reads a file of questions, one JSON object a line. Throws `bad-input` with the line that is none. */
export async function readQuestions(path: string): Promise<Question[]> {
  const text = await readText(path, 'The file of expressions')
  const questions = text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return []
    const { image_id: imageId, kind, ...said } = parseJson(line, Line, `Line ${index + 1} of the expressions`)
    return [{ imageId, kind, turns: 'turns' in said ? said.turns : [said] }]
  })
  if (questions.length > 0) return questions
  throw new UserInputError('bad-input', 'The file of expressions is empty: give one JSON object a line.')
}
