import { expect, test } from 'vitest'
import { UserInputError } from '../../src/errors.js'
import { chooseMask, proposeBoxes } from '../../src/perception/embedded/prompts.js'

const size = { width: 200, height: 100 }
const detections = [
  { label: 'dog', score: 0.75, box: { x: 20, y: 20, width: 40, height: 40 } },
  { label: 'cat', score: 0.5, box: { x: 120, y: 20, width: 40, height: 40 } },
]

test('a box is its own only proposal, cut to the image', () => {
  const box = { x: 180, y: 90, width: 50, height: 50 }
  expect(proposeBoxes({ box, points: [] }, detections, size)).toEqual([
    { box: { x: 180, y: 90, width: 20, height: 10 }, weight: 1, points: [] },
  ])
})

test('a point proposes the detections that hold it, then squares round it', () => {
  const boxes = proposeBoxes({ points: [{ x: 30, y: 30, positive: true }] }, detections, size).map(
    ({ box }) => box,
  )
  expect(boxes[0]).toEqual(detections[0]!.box)
  expect(boxes.slice(1).map(({ width }) => width)).toEqual([12, 25, 50, 75])
})

test('squares hold every positive point', () => {
  const points = [30, 150].map((x) => ({ x, y: 50, positive: true }))
  for (const { box } of proposeBoxes({ points }, detections, size)) {
    expect(box.x).toBeLessThanOrEqual(30)
    expect(box.x + box.width).toBeGreaterThanOrEqual(150)
  }
})

test.each([
  ['nothing', {}],
  ['negative points alone', { points: [{ x: 5, y: 5, positive: false }] }],
  ['a point outside the image', { points: [{ x: 500, y: 5, positive: true }] }],
  ['a box outside the image', { box: { x: 300, y: 0, width: 10, height: 10 } }],
  ['an empty box', { box: { x: 10, y: 10, width: 0, height: 10 } }],
])('%s is refused', (_, prompt) => {
  expect(() => proposeBoxes({ points: [], ...prompt }, detections, size)).toThrow(UserInputError)
})

test('chooseMask() prefers masks that agree with the points', () => {
  const proposals = proposeBoxes({ points: [{ x: 90, y: 50, positive: true }] }, [], size)
  const masks = [0.875, 0.75, 0.5, 0.25].map((score, n) => ({
    runs: Uint32Array.of(n),
    score,
    contradictions: n === 0 ? 1 : 0,
  }))
  expect(chooseMask(masks, proposals)).toEqual(masks[1])
})
