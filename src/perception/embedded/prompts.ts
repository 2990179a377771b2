import { UserInputError } from '../../errors.js'
import { type Box, boxArea, boxContains, clampBox, type Size, uniteBoxes } from '../../geometry.js'
import type { Detection } from '../engine.js'
import type { WirePrompt } from '../protocol.js'
import type { Known } from './hints.js'
import type { DecodedMask } from './model.js'

/** Sides of the squares tried round points, as shares of the image's shorter side. */
const POINT_SCALES = [0.12, 0.25, 0.5, 0.9]

/**
 * Squares round a point are guesses, while a detection says that an object fills just that box. Chosen on one click on
 * each of 159 objects of the COCO validation photos.
 */
const GUESS_WEIGHT = 0.65

/** Detections tried for one prompt at most. */
const MAX_DETECTIONS = 6

/** What a mask's score is multiplied by for every point that it contradicts. */
const CONTRADICTION = 0.3

/** A box to decode for a prompt, and how far its mask's score counts in the choice among the prompt's proposals. */
export interface Proposal extends Known {
  box: Box
  weight: number
}

/** The boxes whose masks may answer a prompt: its own, or those that its positive points may mean. */
export function proposeBoxes(prompt: WirePrompt, detections: readonly Detection[], size: Size): Proposal[] {
  const { points, rough } = prompt
  if (!points.every((point) => boxContains({ x: 0, y: 0, ...size }, point))) {
    throw new UserInputError(
      'bad-input',
      `Expected points inside the image (${measures(size)}), received one outside.`,
    )
  }
  if (prompt.box) return [{ box: insideImage(prompt.box, size), weight: 1, points, rough }]

  const wanted = points.filter((point) => point.positive)
  if (wanted.length === 0) {
    throw new UserInputError('bad-input', 'Expected a box or at least one positive point, received neither.')
  }
  const known = detections
    .filter(({ box }) => wanted.every((point) => boxContains(box, point)))
    .slice(0, MAX_DETECTIONS)
    .map(({ box, score }) => ({ box, weight: GUESS_WEIGHT + (1 - GUESS_WEIGHT) * score, points }))
  const guesses = POINT_SCALES.map((share) => {
    const side = share * Math.min(size.width, size.height)
    const squares = wanted.map(({ x, y }) => ({
      x: x - side / 2,
      y: y - side / 2,
      width: side,
      height: side,
    }))
    return { box: clampBox(squares.reduce(uniteBoxes), size), weight: GUESS_WEIGHT, points }
  })
  return [...known, ...guesses]
}

/** The best of the masks that a prompt's proposals gave. Its score falls with every point that it contradicted. */
export function chooseMask(masks: readonly DecodedMask[], proposals: readonly Proposal[]): DecodedMask {
  const scored = masks.map((mask) => ({ ...mask, score: mask.score * CONTRADICTION ** mask.contradictions }))
  const worth = (n: number): number => scored[n]!.score * proposals[n]!.weight
  const best = scored.reduce((winner, _, n) => (worth(n) > worth(winner) ? n : winner), 0)
  return scored[best]!
}

function insideImage(box: Box, size: Size): Box {
  const inside = clampBox(box, size)
  if (boxArea(inside) > 0) return inside
  throw new UserInputError(
    'bad-input',
    `Expected a box that covers part of the image (${measures(size)}), received one outside or empty.`,
  )
}

function measures({ width, height }: Size): string {
  return `${width} × ${height} pixels`
}
