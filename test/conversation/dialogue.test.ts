import { describe, expect, it } from 'vitest'
import { Conversation } from '../../src/conversation/conversation.js'
import type { Image } from '../../src/image/image.js'
import { fakeEngines, paintedImage } from '../fakes/engines.js'

const RED = [200, 20, 30] as const
const BLUE = [30, 60, 200] as const
const size = { width: 320, height: 200 }

/** Ids in this order: r1 to r8. */
const things = [
  { label: 'car', box: { x: 10, y: 100, width: 50, height: 40 }, rgb: RED },
  { label: 'car', box: { x: 80, y: 100, width: 40, height: 30 }, rgb: BLUE },
  { label: 'car', box: { x: 250, y: 100, width: 60, height: 48 }, rgb: RED },
  { label: 'dog', box: { x: 140, y: 150, width: 20, height: 16 }, rgb: [20, 20, 20] as const },
  { label: 'dog', box: { x: 200, y: 150, width: 24, height: 18 }, rgb: [240, 240, 240] as const },
  { label: 'cat', box: { x: 170, y: 20, width: 14, height: 14 }, rgb: [230, 120, 30] as const },
  { label: 'person', box: { x: 20, y: 20, width: 20, height: 60 }, rgb: BLUE },
  { label: 'person', box: { x: 280, y: 20, width: 20, height: 60 }, rgb: RED },
]
const [RED_LEFT, BLUE_CAR, RED_RIGHT, BLACK_DOG, WHITE_DOG, CAT, LEFT_MAN, RIGHT_MAN] = things.map(
  (_, i) => `r${i + 1}`,
)
const CARS = [RED_LEFT, BLUE_CAR, RED_RIGHT]
const DOGS = [BLACK_DOG, WHITE_DOG]

function start(image: Image = paintedImage('street', size, things)) {
  const talk = new Conversation('t', fakeEngines(things.map((thing) => ({ ...thing, score: 0.9 }))))
  talk.show(image)
  return talk
}

/** What a person types, and what should be selected then; a text is looked for in the answer instead. */
type Said = readonly [text: string, expected: readonly (string | undefined)[] | RegExp]

const dialogues: Record<string, readonly Said[]> = {
  'narrows down': [
    ['show me all the cars', CARS],
    ['just the red ones', [RED_LEFT, RED_RIGHT]],
    ['which of those is on the right?', [RED_RIGHT]],
    ['and the other one?', [RED_LEFT]],
    ['both of them', [RED_LEFT, RED_RIGHT]],
  ],
  'adds and takes away': [
    ['the dogs', DOGS],
    ['add the cat too', [...DOGS, CAT]],
    ['take out the white one', [BLACK_DOG, CAT]],
    ['and the blue car', [BLUE_CAR, BLACK_DOG, CAT]],
    ['get rid of the cat', [BLUE_CAR, BLACK_DOG]],
  ],
  'is corrected': [
    ['the red car on the left', [RED_LEFT]],
    ['no, the right one', [RED_RIGHT]],
    ['sorry, I meant the blue one', [BLUE_CAR]],
    ['not that one, the dog on the left', [BLACK_DOG]],
    ['no, the other dog', [WHITE_DOG]],
  ],
  'counts, then asks about others': [
    ['how many cars are there?', /There are 3 cars/],
    ['and dogs?', /There are 2 dogs/],
    ['what about cats?', /There is 1 cat/],
    ['how many of those are red?', /no|none/i],
    ['how many red cars?', /There are 2 red cars/],
  ],
  'asks the same of another place': [
    ['how many red cars are on the left?', /There is 1/],
    ['and on the right?', [RED_RIGHT]],
    ['the car on the left', [RED_LEFT]],
    ['and on the right?', [RED_RIGHT]],
    ['the same but blue', [BLUE_CAR]],
  ],
  'goes back and forth': [
    ['the cars', CARS],
    ['only the blue one', [BLUE_CAR]],
    ['go back', CARS],
    ['redo', [BLUE_CAR]],
    ['scratch that', CARS],
  ],
  'starts over': [
    ['the dogs', DOGS],
    ['only the black one', [BLACK_DOG]],
    ['start over', []],
    ['the cat', [CAT]],
    ['undo', /Nothing is selected/],
  ],
  'refuses what was picked': [
    ['the dog on the left', [BLACK_DOG]],
    ['wrong one', [WHITE_DOG]],
    ['none of those', []],
    ['the people', [LEFT_MAN, RIGHT_MAN]],
    ['not the left one', [RIGHT_MAN]],
  ],
  'asks why, and why not': [
    ['the red cars', [RED_LEFT, RED_RIGHT]],
    ['why?', /r1: car, red.*r3: car, red/],
    ['why not the blue one?', /r2 \(car, blue\): not red/],
    ['why not the dogs?', /r4 .*no car/],
    ['only the left one', [RED_LEFT]],
  ],
  'comes back to what was picked before': [
    ['the cat', [CAT]],
    ['the blue car', [BLUE_CAR]],
    ['the one before', [CAT]],
    ['and the dogs too', [...DOGS, CAT]],
    ['go back to the first one', [CAT]],
  ],
  'talks about it': [
    ['the cat', [CAT]],
    ['what is below it?', /.+/],
    ['the cat', [CAT]],
    ['is it orange?', [CAT]],
    ['what is it?', /cat r6/],
  ],
  'leaves some out': [
    ['everything except the people', [...CARS, ...DOGS, CAT]],
    ['only the cars', CARS],
    ['without the blue one', [RED_LEFT, RED_RIGHT]],
    ['what else?', [BLUE_CAR]],
    ['thanks!', /welcome/],
  ],
  'is polite and careless': [
    ['could you find the dogs please', DOGS],
    ['ok now only the white one pls', [WHITE_DOG]],
    ['hmm no the black one', [BLACK_DOG]],
    ['great, and add the cat', [BLACK_DOG, CAT]],
    ['perfect, thank you', /welcome/],
  ],
  'replaces one by another': [
    ['the biggest car', [RED_RIGHT]],
    ['not the biggest but the smallest one', [BLUE_CAR]],
    ['what about the dogs?', DOGS],
    ['not the black one, the white one', [WHITE_DOG]],
    ['the other one', [BLACK_DOG]],
  ],
  'adds to nothing': [
    ['the giraffe', []],
    ['and the cat too', [CAT]],
    ['also the dogs', [...DOGS, CAT]],
    ['scratch that, the people', [LEFT_MAN, RIGHT_MAN]],
    ['never mind, start over', /Started over/],
  ],
  'comes back to one of another kind': [
    ['the car on the right', [RED_RIGHT]],
    ['the dog on the right', [WHITE_DOG]],
    ['the black one', [BLACK_DOG]],
    ['and the other dog?', [WHITE_DOG]],
    ['both dogs', DOGS],
  ],
  'picks by number': [
    ['the cars', CARS],
    ['the second one', [BLUE_CAR]],
    ['the third', [RED_RIGHT]],
    ['r4', [BLACK_DOG]],
    ['also r5', DOGS],
  ],
}

describe('a dialogue of five turns', () => {
  it.each(Object.entries(dialogues))('%s', async (_, turns) => {
    const talk = start()
    const got = []
    for (const [text, expected] of turns) {
      const { regions, answer } = await talk.ask(text)
      const ids = regions.map(({ id }) => id).sort()
      got.push([text, expected instanceof RegExp ? (expected.test(answer) ? expected : answer) : ids])
    }
    expect(got).toEqual(turns)
  })
})

describe('a dialogue about several pictures', () => {
  it('switches among them, asks in one, and undoes that', async () => {
    const talk = start()
    const ask = async (text: string) => {
      const { image, regions } = await talk.ask(text)
      return [image.id, ...regions.map(({ id }) => id).sort()]
    }
    expect(await ask('the cat')).toEqual(['street', CAT])
    talk.show(paintedImage('yard', size))
    const [, ...dogs] = await ask('the dogs')
    expect(dogs).toEqual(['r12', 'r13'])
    expect(await ask('back to the previous picture')).toEqual(['street', CAT])
    expect(await ask('and the blue car')).toEqual(['street', BLUE_CAR, CAT])
    expect(await ask('in the second photo, only the left dog')).toEqual(['yard', 'r12'])
    expect(await ask('the cat in the first picture')).toEqual(['street', CAT])
    expect(await ask('undo')).toEqual(['street', BLUE_CAR, CAT])
    const { answer } = await talk.ask('the fourth picture')
    expect(answer).toBe('I know no such picture. In this conversation: "street.png", "yard.png".')
  })
})
