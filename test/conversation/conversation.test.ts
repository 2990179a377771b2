import { describe, expect, it } from 'vitest'
import { Conversation } from '../../src/conversation/conversation.js'
import type { Image } from '../../src/image/image.js'
import type { Detection } from '../../src/perception/engine.js'
import { fakeEngines, paintedImage } from '../fakes/engines.js'

const size = { width: 200, height: 100 }
const RED = [200, 20, 30] as const
const BLUE = [30, 60, 200] as const
const boxes = {
  redCar: { x: 10, y: 60, width: 40, height: 30 },
  blueCar: { x: 80, y: 60, width: 40, height: 30 },
  secondRedCar: { x: 150, y: 60, width: 40, height: 30 },
  dog: { x: 60, y: 70, width: 12, height: 20 },
}
const street = paintedImage('street', size, [
  { box: boxes.redCar, rgb: RED },
  { box: boxes.blueCar, rgb: BLUE },
  { box: boxes.secondRedCar, rgb: RED },
])
const detections: Detection[] = [
  { label: 'car', score: 0.9, box: boxes.redCar },
  { label: 'car', score: 0.8, box: boxes.blueCar },
  { label: 'car', score: 0.7, box: boxes.secondRedCar },
  { label: 'dog', score: 0.6, box: boxes.dog },
]

function start(found = detections) {
  const engines = fakeEngines(found)
  const talk = new Conversation('t', engines)
  const ask = async (text: string) => (await talk.ask(text)).regions.map(({ id }) => id)
  talk.show(street)
  return { talk, ask, engines }
}

describe('Conversation.ask(): one picture, several turns', () => {
  it('narrows, widens, takes out and brings back', async () => {
    const { ask } = start()
    expect(await ask('the cars')).toEqual(['r1', 'r2', 'r3'])
    expect(await ask('only the red ones')).toEqual(['r1', 'r3'])
    expect(await ask('the other one')).toEqual(['r2'])
    expect(await ask('also the dog')).toEqual(['r2', 'r4'])
    expect(await ask('not the dog')).toEqual(['r2'])
    expect(await ask('undo')).toEqual(['r2', 'r4'])
  })

  it('keeps what "it" means through an answer of none', async () => {
    const { ask } = start()
    expect(await ask('the dog')).toEqual(['r4'])
    expect(await ask('the yellow car')).toEqual([])
    expect(await ask('what is to the left of it?')).toEqual(['r1'])
  })

  it('says what it was asked of a thing, and counts what has no name of its own', async () => {
    const { talk } = start()
    const said = async (text: string) => (await talk.ask(text)).answer
    expect(await said('what colour is the leftmost car?')).toBe('The car r1 is red.')
    expect(await said('what kind of thing is it?')).toBe('r1 is a car.')
    await talk.ask('the cars')
    expect(await said('how many are there?')).toBe('3: r1, r2 and r3.')
  })

  it('takes one object under two names for what it more surely is', async () => {
    const same = { ...boxes.dog, width: boxes.dog.width - 1 }
    const { ask, talk } = start([...detections, { label: 'cat', score: 0.5, box: same }])
    expect(await ask('is there a cat?')).toEqual([])
    expect((await talk.look()).regions.map(({ label }) => label)).toEqual(['car', 'car', 'car', 'dog'])
    const part = { ...boxes.dog, width: boxes.dog.width / 2 }
    expect(await start([...detections, { label: 'cat', score: 0.5, box: part }]).ask('the cat')).toEqual([
      'r5',
    ])
  })

  it('claims nothing that it could not tell', async () => {
    const { talk } = start()
    expect((await talk.ask('the dog that is yawning')).answer).toMatch(/^1 dog: r4\. I can't tell “yawning”/)
    expect((await talk.ask('the yellow car that is yawning')).answer).toMatch(
      /^There is no yellow car yawning/,
    )
  })

  it('goes back past an answer of none to what was picked before it', async () => {
    const { talk, ask } = start()
    await ask('the dog')
    await ask('the yellow car')
    await ask('the cars')
    const { regions, answer, reasons } = await talk.ask('undo')
    expect(regions.map(({ id }) => id)).toEqual(['r4'])
    expect(answer).toBe('Undone. 1 dog: r4.')
    expect(Object.keys(reasons)).toEqual(['r4'])
  })

  it('looks harder for what is named than for everything', async () => {
    const engines = fakeEngines(detections)
    const hidden = { label: 'cat', score: 0.25, box: { x: 100, y: 10, width: 20, height: 20 } }
    const ground = engines.grounder.ground
    engines.grounder.ground = async (image, query, context) =>
      'phrase' in query && query.phrase === 'cat' ? [hidden] : ground(image, query, context)
    const talk = new Conversation('t', engines)
    const { regions } = await talk.ask('the cat', { image: street })
    expect(regions.map(({ id, label }) => [id, label])).toEqual([['r5', 'cat']])
  })

  it('looks once, whatever is asked', async () => {
    const { ask, engines } = start()
    await ask('the cars')
    await ask('the dog')
    await ask('only the small ones')
    expect(engines.calls).toEqual({ ground: 1, segment: 1 })
  })

  it('asks the engines nothing for a scene that is given', async () => {
    const { talk, engines } = start()
    const { regions } = await talk.ask('the blue car')
    const given = regions.map(({ mask }) => ({ id: 'mine', label: 'car', mask }))
    const other = new Conversation('given', fakeEngines([]))
    other.show(street, given)
    expect((await other.ask('the blue car')).regions.map(({ id }) => id)).toEqual(['mine'])
    expect(engines.calls.ground).toBe(1)
  })

  it('answers one request after the other', async () => {
    const { talk } = start()
    const [cars, red, dog] = await Promise.all([
      talk.ask('the cars'),
      talk.ask('only the red ones'),
      talk.ask('the dog'),
    ])
    expect(cars.regions).toHaveLength(3)
    expect(red.regions).toHaveLength(2)
    expect(dog.regions).toHaveLength(1)
  })
})

describe('Conversation.ask(): answers', () => {
  it.each([
    ['the red cars', '2 red cars: r1 and r3.'],
    ['how many cars are there?', 'There are 3 cars.'],
    ['is there a dog?', 'Yes: r4.'],
    ['is there a cat?', 'No. There is no cat. I see 3 cars and 1 dog.'],
    ['the yellow car', 'There is no yellow car. I see 3 cars: red and blue.'],
    ['what is on the dog?', 'There is nothing on the dog. I see 3 cars and 1 dog.'],
    ['is there a glorp?', "I don't know what “glorp” is. I see 3 cars and 1 dog."],
    ['the glorp', "I don't know what “glorp” is. I see 3 cars and 1 dog."],
    ['what do you see?', 'I see 3 cars and 1 dog.'],
    ['the second car from the left', 'The second car from the left: r2.'],
    ['the two leftmost cars', 'The 2 leftmost cars: r1 and r2.'],
    ['the red car', '1 red car: r1. 2 red cars fit; I took the one that fits best.'],
    ['of', 'I did not understand that. Try "the red car on the left". I see 3 cars and 1 dog.'],
  ])('%s', async (text, expected) => {
    const { talk } = start()
    expect((await talk.ask(text)).answer).toBe(expected)
  })

  it('counts when asked whether there are so many', async () => {
    const { talk } = start()
    expect((await talk.ask('are there two cars?')).answer).toMatch(/^Yes: /)
    expect((await talk.ask('are there five cars?')).answer).toBe(
      'No, not as many: r1, r2 and r3. I see only 3 of them.',
    )
  })

  it('owns to not telling people apart', async () => {
    const { talk } = start([{ label: 'person', score: 0.9, box: boxes.dog }])
    expect((await talk.ask('the women')).answer).toBe(
      "1 woman: r1. I see people, but can't tell who is a woman.",
    )
    expect((await talk.ask('is there a woman?')).answer).toBe(
      "Perhaps: r1. I see people, but can't tell who is a woman.",
    )
    expect((await talk.ask('the green woman')).answer).toBe(
      "There is no green woman. I see 1 person. I see people, but can't tell who is a woman.",
    )
  })

  it('gives a reason for each region, and repeats them when asked why', async () => {
    const { talk } = start()
    const { reasons } = await talk.ask('the red car on the right')
    expect(reasons).toEqual({ r3: 'car, red; on the right' })
    expect((await talk.ask('why?')).answer).toBe('r3: car, red; on the right.')
  })

  it('repeats no more of an unknown word than is safe', async () => {
    const { talk } = start()
    const { answer } = await talk.ask(`the ${'x'.repeat(500)}`)
    expect(answer.length).toBeLessThan(150)
  })
})

describe('Conversation: mistakes', () => {
  it('says so when there is no picture', async () => {
    await expect(new Conversation('t', fakeEngines([])).ask('the dog')).rejects.toMatchObject({
      code: 'no-image',
    })
  })

  it.each(['', '  ', 'x'.repeat(20_000)])('refuses a text without sense or end (%#)', async (text) => {
    await expect(start().talk.ask(text)).rejects.toMatchObject({ code: 'bad-input' })
  })

  it('names the known regions when one is unknown', async () => {
    const { talk } = start()
    await talk.look()
    expect(() => talk.region('r9')).toThrow(/r1, r2, r3, r4/)
  })

  it('refuses masks of another size', async () => {
    const { talk } = start()
    const { regions } = await talk.ask('the dog')
    const given = regions.map(({ id, label, mask }) => ({ id, label, mask }))
    expect(() => talk.show(paintedImage('other', { width: 10, height: 10 }), given)).toThrow(/200 × 100/)
  })

  it('goes on after a cancelled request', async () => {
    const { talk } = start()
    await expect(talk.ask('the dog', { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    })
    expect((await talk.ask('the dog')).regions).toHaveLength(1)
  })
})

describe('Conversation.segment() and refine()', () => {
  it('adds one region a prompt, in their order, without looking for anything else', async () => {
    const { talk, engines } = start()
    const { regions } = await talk.segment([{ box: boxes.dog }, { box: boxes.redCar }])
    expect(regions.map(({ id, box }) => [id, box])).toEqual([
      ['r1', boxes.dog],
      ['r2', boxes.redCar],
    ])
    expect(engines.calls.ground).toBe(0)
  })

  it('still looks when words follow, and keeps the ids apart', async () => {
    const { talk, ask } = start()
    await talk.segment([{ box: boxes.dog }])
    expect(await ask('the cars')).toEqual(['r2', 'r3', 'r4'])
  })

  it('edits a mask under the same id, and takes the edit back', async () => {
    const { talk } = start()
    const [dog] = (await talk.ask('the dog')).regions
    const grown = await talk.refine('r4', { action: 'grow', pixels: 3 })
    expect(grown.regions[0]!.id).toBe('r4')
    expect(grown.regions[0]!.mask.area).toBeGreaterThan(dog!.mask.area)
    expect(talk.region('r4').mask.area).toBe(grown.regions[0]!.mask.area)
    await talk.ask('undo')
    expect(talk.region('r4').mask.area).toBe(dog!.mask.area)
  })

  it('joins and cuts regions', async () => {
    const { talk } = start()
    await talk.look()
    const joined = await talk.refine('r1', { action: 'union', regionIds: ['r2'] })
    expect(joined.regions[0]!.mask.area).toBe(2 * 40 * 30)
    const cut = await talk.refine('r1', { action: 'subtract', regionIds: ['r2'] })
    expect(cut.regions[0]!.mask.area).toBe(40 * 30)
  })

  it('refuses an edit that would leave nothing, and leaves the region alone', async () => {
    const { talk } = start()
    await talk.look()
    await expect(talk.refine('r4', { action: 'shrink', pixels: 50 })).rejects.toMatchObject({
      code: 'bad-input',
    })
    expect(talk.region('r4').mask.area).toBe(12 * 20)
  })
})

describe('Conversation: several pictures', () => {
  it('takes requests in the order in which they came, pictures still being opened included', async () => {
    const { talk } = start()
    let open = (_image: Image) => {}
    const opening = new Promise<Image>((resolve) => {
      open = resolve
    })
    const there = talk.ask('the dog', { image: opening })
    const then = talk.ask('how many cars are there?')
    open(paintedImage('yard', size))
    expect((await there).image.id).toBe('yard')
    expect((await then).image.id).toBe('yard')
  })

  it('explains what was said of the picture that is asked about', async () => {
    const { talk } = start()
    await talk.ask('the dog')
    await talk.ask('the blue car', { image: paintedImage('yard', size) })
    expect((await talk.ask('why?', { image: street })).answer).toMatch(/^r4: dog/)
  })

  it('keeps a scene for each, and ids that stay valid', async () => {
    const { talk, engines } = start()
    await talk.ask('the dog')
    const yard = paintedImage('yard', size)
    const there = await talk.ask('the dog', { image: yard })
    expect(there.regions[0]!.id).toBe('r8')
    expect(talk.imageOf('r4').id).toBe('street')
    await talk.ask('the cars', { image: street })
    expect(engines.calls.ground).toBe(2)
  })
})
