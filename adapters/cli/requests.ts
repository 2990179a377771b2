import * as z from 'zod'
import { UserInputError } from '../../src/errors.js'

const Box = z.object({
  x: z.number(),
  y: z.number(),
  width: z.number().nonnegative(),
  height: z.number().nonnegative(),
})

const Detection = z.object({
  id: z.string().min(1),
  label: z.string(),
  score: z.number().min(0).max(1).optional(),
  mask: z.object({ size: z.tuple([z.int().min(1), z.int().min(1)]), counts: z.string() }),
})

const Request = z
  .object({
    id: z.union([z.string(), z.number()], 'expected a string or a number'),
    image: z.string().min(1),
    text: z.string().optional(),
    turns: z.array(z.string()).min(1).optional(),
    boxes: z.array(Box).optional(),
    regions: z.array(Detection).optional(),
  })
  .refine(
    ({ text, turns, boxes }) => [text, turns, boxes].filter((each) => each !== undefined).length === 1,
    {
      error: 'expected exactly one of text, turns and boxes',
    },
  )
  .refine(({ boxes, regions }) => boxes === undefined || regions === undefined, {
    error: 'regions go with text or turns, not with boxes',
  })

/** One line of a batch file: see `deixis batch --help`. */
export type Request = z.output<typeof Request>

export type ParsedRequest = { request: Request } | { id: string | number | null; error: UserInputError }

/** A line that is no request keeps its id, where it has one, so that its error can be told apart. */
export function parseRequest(line: string, number: number): ParsedRequest {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return { id: null, error: new UserInputError('bad-input', `Line ${number} is not JSON.`) }
  }
  const { success, data, error } = Request.safeParse(value)
  if (success) return { request: data }
  const issues = error.issues.map(({ path, message }) =>
    path.length > 0 ? `${path.join('.')}: ${message}` : message,
  )
  const id = z.object({ id: z.union([z.string(), z.number()]) }).safeParse(value).data?.id ?? null
  return { id, error: new UserInputError('bad-input', `Line ${number}: ${issues.join('; ')}.`) }
}
