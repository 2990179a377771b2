import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readReply } from '../../../src/perception/vlm/reply.js'

const DOG = '{"bbox_2d": [10, 20, 300, 400], "label": "dog"}'
const dog = { numbers: [10, 20, 300, 400], label: 'dog' }
const cat = { numbers: [500, 20, 900, 400], label: 'cat' }

describe('readReply() reads', () => {
  it.each([
    ['bare JSON', `[${DOG}]`, [dog]],
    ['one object without a list', DOG, [dog]],
    ['a fence', `\`\`\`json\n[\n\t${DOG}\n]\n\`\`\``, [dog]],
    ['a fence that does not end', `\`\`\`json\n[${DOG}]`, [dog]],
    ['prose round it', `Sure! Here [as you asked] is "the dog":\n[${DOG}]\nIs there anything else?`, [dog]],
    ['a quotation mark before it', `The 12" dog: [${DOG}]`, [dog]],
    ['a string that does not end before it', `["dog\n[${DOG}]`, [dog]],
    ['thoughts before it', `<think>A cat at [1, 2, 3, 4]? No: None.</think>\n[${DOG}]`, [dog]],
    [
      'thoughts whose beginning the template ate',
      `It is [{"bbox_2d": [1, 2, 3, 4]}]\n</think>[${DOG}]`,
      [dog],
    ],
    [
      'several blocks',
      `\`\`\`json\n[${DOG}]\n\`\`\` and\n${DOG.replace('dog', 'pup')}`,
      [dog, { ...dog, label: 'pup' }],
    ],
    ['one object a line', `${DOG}\n${DOG}`, [dog, dog]],
    ['a list under a key', `{"objects": [${DOG}], "count": 1}`, [dog]],
    ['another key', '[{"bbox": [10, 20, 300, 400], "name": "dog"}]', [dog]],
    ['box_2d', '[{"label": "dog", "box_2d": [10, 20, 300, 400]}]', [dog]],
    ['a box as a string', '[{"bbox_2d": "[10, 20, 300, 400]", "label": "dog"}]', [dog]],
    ['a box as a string of corners', '[{"bbox_2d": "(10,20),(300,400)", "label": "dog"}]', [dog]],
    ['numbers as strings', '[{"bbox_2d": ["10", "20", "300", "400"], "label": "dog"}]', [dog]],
    ['corners as pairs', '[{"bbox_2d": [[10, 20], [300, 400]], "label": "dog"}]', [dog]],
    [
      'several boxes of one label',
      '[{"bbox_2d": [[10, 20, 300, 400], [10, 20, 300, 400]], "label": "dog"}]',
      [dog, dog],
    ],
    ['boxes without a word', '[[10, 20, 300, 400]]', [{ ...dog, label: undefined }]],
    ['one box without a word', 'It is at [10, 20, 300, 400].', [{ ...dog, label: undefined }]],
    ['a comma too many', `[${DOG},]`, [dog]],
    ["Python's way of writing", "[{'bbox_2d': [10, 20, 300, 400], 'label': 'dog', 'id': None}]", [dog]],
    [
      'a label with brackets in it',
      '[{"bbox_2d": [10, 20, 300, 400], "label": "dog]}"}]',
      [{ ...dog, label: 'dog]}' }],
    ],
    ['a label that is none', '[{"bbox_2d": [10, 20, 300, 400], "label": 7}]', [{ ...dog, label: undefined }]],
    ['a box beside an empty one', `[${DOG}, {"bbox_2d": [], "label": "cat"}]`, [dog]],
  ])('%s', (_, text, boxes) => {
    expect(readReply(text)).toEqual({ kind: 'boxes', boxes })
  })

  it('every whole object of an answer that was cut off, wherever that was', () => {
    const whole = `\`\`\`json\n[\n${DOG},\n{"bbox_2d": [500, 20, 900, 400], "label": "cat"},\n{"bbox_2d": [1`
    for (let length = whole.indexOf('}') + 1; length <= whole.length; length++) {
      const expected = length > whole.lastIndexOf('}') ? [dog, cat] : [dog]
      expect(readReply(whole.slice(0, length))).toEqual({ kind: 'boxes', boxes: expected })
    }
  })
})

it.each([
  'None',
  'none.',
  "'None'",
  '**None**',
  'None\n',
  '[]',
  '```json\n[]\n```',
  '{"objects": []}',
  '["None"]',
  'null',
  'No targets detected.',
  'No targets are detected in the image.',
  'There are no dogs in the image.',
  'There is no red suitcase visible.',
  'None of the objects are visible',
  'The picture shows a table with a cup.\n\nNone',
  '<think>Is there a dog? [1, 2, 3, 4]... no.</think>None',
  '[{"bbox_2d": null, "label": "dog"}]',
  '[{"bbox_2d": [], "label": "dog"}]',
  '[{"bbox_2d": [0, 0, 0, 0], "label": "dog"}]',
  '[{"bbox_2d": "None", "label": "dog"}]',
])('readReply() takes %j for an honest none', (text) => {
  expect(readReply(text)).toEqual({ kind: 'none' })
})

it.each([
  '',
  '   ',
  'The dog is on the left, beside the tree.',
  'There is no way that I can tell you, since the picture is blurred.',
  'No problem, here it is!',
  'There are none of these, but I see a cat.',
  '{"error": "internal"}',
  '{}',
  '[{"bbox_2d": [10, 20, 300], "label": "dog"}]',
  '[{"bbox_2d": ["left", "top", "right", "bottom"], "label": "dog"}]',
  '[{"bbox_2d": [x1, y1, x2, y2], "label": "..."}]',
  '[{"bbox_2d": [10, 20',
  '<think>I should look at [10, 20, 300, 400]',
  '[1e999, 2, 3, 4]',
])('readReply() takes %j for no answer', (text) => {
  expect(readReply(text)).toEqual({ kind: 'unreadable' })
})

it.each([
  "I'm sorry, but I cannot view images.",
  'I don’t see any image in your message. Please upload it.',
  'No image was provided.',
  'I am unable to see the picture',
  'I cannot view images, so: []',
])('readReply() notices that %j says that there was no picture', (text) => {
  expect(readReply(text)).toEqual({ kind: 'blind' })
})

it.each(['[{"point_2d": [500, 300], "label": "dog"}]', '{"points": [[500, 300]]}'])(
  'readReply() notices that %j are points',
  (text) => {
    expect(readReply(text)).toEqual({ kind: 'points' })
  },
)

it('readReply() survives any text', () => {
  const pieces = fc.constantFrom(
    '[',
    ']',
    '{',
    '}',
    '"',
    '\\',
    '\n',
    ',',
    ':',
    '1',
    'None',
    'bbox_2d',
    '<think>',
    'é',
  )
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
      expect(readReply(parts.join('')).kind).toMatch(/boxes|none|points|blind|unreadable/)
    }),
    { seed: 20261122, numRuns: 500 },
  )
})

it.each([
  ['brackets that open', '['],
  ['brackets that close', ']'],
  ['nested objects', '{"a":'],
  ['thoughts', '<think>'],
  ['empty lists', '[]'],
  ['digits', '1.'],
  ['blanks', ' '],
  ['commas', '[ ,'],
  ['quotation marks', '["'],
])('readReply() is not held up by a megabyte of %s', (_, piece) => {
  expect(readReply(`${piece.repeat(1_000_000 / piece.length)}x`).kind).toMatch(/none|unreadable/)
})

it('readReply() is not led into the depths', () => {
  expect(readReply('['.repeat(40_000) + ']'.repeat(40_000)).kind).toMatch(/none|unreadable/)
})
