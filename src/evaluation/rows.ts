import { dirname, resolve } from 'node:path'
import * as z from 'zod'
import { UserInputError } from '../errors.js'
import type { Box } from '../geometry.js'
import type { Rle } from '../mask/rle.js'
import { parseJson, readText } from './files.js'

const Line = z.object({
  image: z.string().min(1),
  noun: z.string().min(1).max(100),
  absent: z.boolean().default(false),
  box: z
    .object({
      x: z.number(),
      y: z.number(),
      width: z.number().positive(),
      height: z.number().positive(),
    })
    .optional(),
  mask: z.object({ size: z.tuple([z.int(), z.int()]), counts: z.string() }).optional(),
})

/** A noun, and whether a picture shows what it names. */
export interface Row {
  /** Path of the picture. */
  image: string
  noun: string
  absent: boolean
  /** Where the thing is, in pixels of the picture, if that is to be checked. */
  box?: Box | undefined
  mask?: Rle | undefined
}

/**
 * Reads a file of rows, one JSON object a line; paths are relative to the file. Throws `bad-input` with the line that is
 * none.
 */
export async function readRows(path: string): Promise<Row[]> {
  const text = await readText(path, 'The file of nouns')
  const rows = text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return []
    const what = `Line ${index + 1} of the nouns`
    const row = parseJson(line, Line, what)
    if (row.absent && (row.box || row.mask)) {
      throw new UserInputError('bad-input', `${what}: what is absent has no place: leave out box and mask.`)
    }
    return [{ ...row, image: resolve(dirname(path), row.image) }]
  })
  if (rows.length > 0) return rows
  throw new UserInputError('bad-input', 'The file of nouns is empty: give one JSON object a line.')
}
