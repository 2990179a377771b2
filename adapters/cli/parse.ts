import { UserInputError } from '../../src/errors.js'
import type { Box, LabelledPoint, SegmentPrompt } from '../../src/index.js'

export function parseBox(text: string): Box {
  const numbers = text.split(',').map(numberOf)
  const [x = 0, y = 0, width = 0, height = 0] = numbers
  if (numbers.length === 4 && numbers.every(Number.isFinite) && width > 0 && height > 0) {
    return { x, y, width, height }
  }
  throw new UserInputError('bad-input', '--box: expected x,y,width,height in pixels, such as 40,60,200,120.')
}

export function parsePoint(text: string): LabelledPoint {
  const [x, y, sign, ...rest] = text.split(',')
  const point = { x: numberOf(x), y: numberOf(y) }
  const signs = [undefined, 'positive', 'negative']
  if (Number.isFinite(point.x + point.y) && signs.includes(sign) && rest.length === 0) {
    return { ...point, positive: sign !== 'negative' }
  }
  throw new UserInputError('bad-input', '--point: expected x,y or x,y,negative in pixels, such as 120,80.')
}

/** One object a box; points all mean one object, the boxed one where there is a box. */
export function promptsOf(boxes: readonly Box[], points: LabelledPoint[]): SegmentPrompt[] {
  if (points.length === 0) return boxes.map((box) => ({ box }))
  if (boxes.length > 1) {
    throw new UserInputError(
      'bad-input',
      '--point belongs to one object: give it with one --box or with none.',
    )
  }
  return [{ points, ...(boxes[0] && { box: boxes[0] }) }]
}

function numberOf(text: string | undefined): number {
  return text === undefined || text.trim() === '' ? Number.NaN : Number(text)
}
