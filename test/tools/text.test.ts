import { expect, it } from 'vitest'
import { toText } from '../../tools/text.js'

const report = { answer: 'Two dogs.', image_id: 'abc', width: 640, height: 480 }
const region = {
  id: 'r1',
  label: 'dog',
  score: 0.9,
  box: { x: 1, y: 2, width: 3, height: 4 },
  area: 0.0312,
}

it('says everything that the data says', () => {
  const text = toText({
    ...report,
    conversation_id: 'default',
    regions: [region, { ...region, id: 'r2', area: 0.5 }],
    reasons: { r1: 'on the left' },
    saved: '/out/dogs-1.jpg',
  })
  expect(text).toMatchInlineSnapshot(`
    "Two dogs.
    - r1 dog (score 0.90): x 1, y 2, 3×4 px, 3.1% of the picture. Why: on the left
    - r2 dog (score 0.90): x 1, y 2, 3×4 px, 50% of the picture
    Picture: image_id abc, 640×480 px, conversation "default".
    Saved: /out/dogs-1.jpg"
  `)
})

it('stays short when there are very many regions', () => {
  const regions = Array.from({ length: 500 }, (_, index) => ({ ...region, id: `r${index}` }))
  const text = toText({ ...report, regions })
  expect(text.split('\n')).toHaveLength(63)
  expect(text).toContain('- and 440 more, in the structured result')
})
