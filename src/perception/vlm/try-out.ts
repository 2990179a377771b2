import { type Box, boxIou } from '../../geometry.js'
import type { Image } from '../../image/image.js'
import type { ChatModel } from '../../llm/chat-model.js'
import type { EngineContext } from '../engine.js'
import { askForBoxes, type Outcome } from './ask.js'
import type { Fit } from './fit.js'
import { placeBoxes } from './place.js'
import type { Profile } from './profiles.js'
import type { PrintedBox } from './reply.js'

/** 128 visual tokens of 32 × 32 pixels. */
const SIZE = { width: 512, height: 256 }

/** No two grids and orders of numbers put it at the same place. */
const SQUARE: Box = { x: 288, y: 32, width: 128, height: 128 }

const GREY = 200
const RED = [220, 20, 20]

/** As much as a model has to hit of something that plain. */
const MIN_IOU = 0.5

/**
 * Learns from a picture of a red square how a model prints boxes: many keep to the grid that they were trained with,
 * whatever they are asked for, and in a picture of less than 1000 pixels the numbers don't betray it. Throws `ModelError`
 * for a model that can't find the square.
 */
export function tryOut(model: ChatModel, assumed: Profile, context: EngineContext): Promise<Profile> {
  const question = {
    query: { phrase: 'red square' },
    image: drawSquare(),
    profile: assumed,
    purpose: 'tried out on a red square',
  }
  return askForBoxes(model, question, (boxes, fit) => profileOfSquare(boxes, assumed, fit), context)
}

/** The way of printing in which some box is round the square. */
function profileOfSquare(boxes: readonly PrintedBox[], assumed: Profile, fit: Fit): Outcome<Profile> {
  const profiles = (['thousandths', 'pixels'] as const).flatMap((grid) =>
    (['x-first', 'y-first'] as const).map((order) => ({ ...assumed, grid, order, certain: true })),
  )
  const found = profiles.find((profile) =>
    placeBoxes(boxes, profile, fit)?.some(({ box }) => boxIou(box, SQUARE) >= MIN_IOU),
  )
  return found ? { found, said: `it prints ${found.grid}, ${found.order}` } : { fault: 'misses' }
}

function drawSquare(): Image {
  const pixels = new Uint8Array(SIZE.width * SIZE.height * 3).fill(GREY)
  for (let y = SQUARE.y; y < SQUARE.y + SQUARE.height; y++) {
    for (let x = SQUARE.x; x < SQUARE.x + SQUARE.width; x++) pixels.set(RED, (y * SIZE.width + x) * 3)
  }
  return { id: 'red-square', name: 'red square', ...SIZE, pixels }
}
