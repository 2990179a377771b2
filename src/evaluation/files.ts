import { readFile } from 'node:fs/promises'
import type * as z from 'zod'
import { UserInputError } from '../errors.js'

/** Throws `bad-input`, naming the file as `what`, where it cannot be read. */
export async function readText(path: string, what: string): Promise<string> {
  return readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new UserInputError('bad-input', `${what} cannot be read (${cause.code}): check the path.`, {
      cause,
    })
  })
}

/** `text` as JSON of the shape that `schema` describes. Throws `bad-input`, naming the file or line as `what`. */
export function parseJson<Schema extends z.ZodType>(
  text: string,
  schema: Schema,
  what: string,
): z.output<Schema> {
  const { success, data, error } = schema.safeParse(jsonOf(text, what))
  if (success) return data
  const { path, message } = error.issues[0]!
  throw new UserInputError('bad-input', `${what}: ${[...path.map(String), message].join(': ')}.`)
}

function jsonOf(text: string, what: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new UserInputError('bad-input', `${what} is not JSON.`, { cause })
  }
}
