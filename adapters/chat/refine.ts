import { UserInputError } from '../../src/errors.js'
import type { Size } from '../../src/geometry.js'
import type { Edit } from '../../src/index.js'

const ACTIONS = ['grow', 'shrink', 'fill-holes', 'redraw', 'union', 'subtract', 'intersect'] as const

/** Of the picture's longer side: enough to be seen, little enough to be repeated. */
const STEP = 0.005

/** The edit that a request's options name. Throws `bad-input`, saying what is missing. */
export function editOf(
  { action, pixels, regions }: Readonly<Record<string, string>>,
  { width, height }: Size,
): Edit {
  const known = ACTIONS.find((one) => one === action)
  switch (known) {
    case 'grow':
    case 'shrink':
      return { action: known, pixels: pixels ? wholeNumber(pixels) : step(width, height) }
    case 'fill-holes':
    case 'redraw':
      return { action: known }
    case 'union':
    case 'subtract':
    case 'intersect':
      return { action: known, regionIds: otherIds(regions) }
    default:
      throw new UserInputError('bad-input', `Say what to do with the region: ${ACTIONS.join(', ')}.`)
  }
}

/** Region ids separated by blanks or commas. */
export function idsIn(text = ''): string[] {
  return text.split(/[\s,]+/).filter((id) => id !== '')
}

function otherIds(text: string | undefined): string[] {
  const ids = idsIn(text)
  if (ids.length > 0) return ids
  throw new UserInputError('bad-input', 'Name the other regions as well, such as "r2 r5".')
}

function step(width: number, height: number): number {
  return Math.max(1, Math.round(STEP * Math.max(width, height)))
}

function wholeNumber(text: string): number {
  if (/^\d{1,4}$/.test(text.trim())) return Number(text)
  throw new UserInputError('bad-input', 'Give pixels as a whole number, such as 5.')
}
