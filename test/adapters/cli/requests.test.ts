import { describe, expect, it } from 'vitest'
import { parseRequest } from '../../../adapters/cli/requests.js'

const parse = (value: unknown) => parseRequest(JSON.stringify(value), 4)
const messageOf = (value: unknown) => {
  const parsed = parse(value)
  return 'error' in parsed ? { id: parsed.id, message: parsed.error.message } : parsed
}

describe('parseRequest()', () => {
  const box = { x: 1, y: 2, width: 3, height: 4 }
  const region = { id: '7', label: 'bird', mask: { size: [4, 4], counts: '0' } }

  it.each([
    { id: 'a', image: 'a.jpg', text: 'the dog' },
    { id: 7, image: 'a.jpg', turns: ['the birds', 'only the left one'] },
    { id: 'c', image: 'a.jpg', boxes: [box] },
    { id: 'd', image: 'a.jpg', text: 'the dog', regions: [region] },
    { id: 'e', image: 'a.jpg', text: 'the dog', regions: [] },
  ])('takes %j', (request) => {
    expect(parse(request)).toEqual({ request })
  })

  it('names the line, and the field that is wrong', () => {
    expect(parseRequest('{"id":', 3)).toMatchObject({ id: null, error: { message: 'Line 3 is not JSON.' } })
    expect(messageOf({ id: 'a', image: 'a.jpg' })).toEqual({
      id: 'a',
      message: 'Line 4: expected exactly one of text, turns and boxes.',
    })
    expect(messageOf({ id: 'a', text: 'x', boxes: [{ ...box, x: '1' }] })).toEqual({
      id: 'a',
      message:
        'Line 4: image: Invalid input: expected string, received undefined; ' +
        'boxes.0.x: Invalid input: expected number, received string.',
    })
    expect(messageOf({ image: 'a.jpg', text: 'x' })).toEqual({
      id: null,
      message: 'Line 4: id: expected a string or a number.',
    })
    expect(messageOf({ id: 'a', image: 'a.jpg', boxes: [box], regions: [region] })).toEqual({
      id: 'a',
      message: 'Line 4: regions go with text or turns, not with boxes.',
    })
    expect(messageOf(3)).toMatchObject({ id: null })
  })
})
