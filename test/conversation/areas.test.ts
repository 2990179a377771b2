import { describe, expect, it } from 'vitest'
import { Conversation } from '../../src/conversation/conversation.js'
import { Mask } from '../../src/mask/mask.js'
import type { Detection } from '../../src/perception/engine.js'
import { fakeEngines, paintedImage } from '../fakes/engines.js'

const size = { width: 300, height: 200 }
const RED = [200, 20, 30] as const
const BLUE = [30, 60, 200] as const
const boxes = {
  left: { x: 20, y: 20, width: 40, height: 140 },
  right: { x: 220, y: 20, width: 40, height: 140 },
  hat: { x: 25, y: 20, width: 30, height: 14 },
  glasses: { x: 25, y: 35, width: 30, height: 8 },
  redTop: { x: 20, y: 45, width: 40, height: 40 },
  blueTop: { x: 220, y: 45, width: 40, height: 40 },
  grass: { x: 0, y: 150, width: 150, height: 50 },
}
const park = paintedImage('park', size, [
  { box: boxes.left, rgb: [90, 90, 90] },
  { box: boxes.right, rgb: [90, 90, 90] },
  { box: boxes.hat, rgb: RED },
  { box: boxes.redTop, rgb: RED },
  { box: boxes.blueTop, rgb: BLUE },
  { box: boxes.grass, rgb: [40, 140, 40] },
])
const people: Detection[] = [
  { label: 'person', score: 0.9, box: boxes.left },
  { label: 'person', score: 0.9, box: boxes.right },
]
const area = (label: string, box: Detection['box']): Detection => ({
  label,
  score: 0.8,
  box,
  mask: Mask.fromBox(box, size),
})
const areas = [
  area('hat', boxes.hat),
  area('glasses', boxes.glasses),
  area('top', boxes.redTop),
  area('top', boxes.blueTop),
  area('grass', boxes.grass),
]

/** A grounder that draws garments and surroundings where it is asked for them by name. */
function start() {
  const engines = fakeEngines(people)
  const asked: string[] = []
  const labels = ['person', 'hat', 'glasses', 'top', 'coat', 'dress', 'grass', 'sky']
  const ground: typeof engines.grounder.ground = async (image, query, context) => {
    if ('phrase' in query) {
      asked.push(query.phrase)
      if (query.phrase !== 'person') return areas.filter(({ label }) => label === query.phrase)
    }
    return engines.grounder.ground(image, query, context)
  }
  const talk = new Conversation('t', { ...engines, grounder: { name: 'fake', labels, ground } })
  talk.show(park)
  const ask = async (text: string) => {
    const { regions, answer } = await talk.ask(text)
    return [regions.map(({ id, label }) => `${id} ${label}`).join(', '), answer]
  }
  return { ask, asked, talk }
}

describe('garments and surroundings', () => {
  it('are drawn where a sentence names them, by other words too', async () => {
    const { ask, talk, asked } = start()
    expect(await ask('the people')).toEqual(['r1 person, r2 person', '2 people: r1 and r2.'])
    expect(asked).toEqual([])
    expect(await ask('the red cap')).toEqual(['r3 hat', '1 red cap: r3.'])
    expect(talk.region('r3').mask.area).toBe(30 * 14)
    expect(await ask('the lawn')).toEqual(['r4 grass', 'The lawn: r4.'])
    expect(await ask('what do you see?')).toEqual([
      'r1 person, r2 person, r3 hat, r4 grass',
      'I see 2 people, 1 hat and grass.',
    ])
  })

  it('tell who wears what', async () => {
    const { ask } = start()
    expect((await ask('the man wearing a hat'))[0]).toBe('r1 person')
    expect((await ask('his hat'))[0]).toBe('r3 hat')
    expect((await ask('the person on the grass'))[0]).toBe('r1 person')
  })

  it('are told of as people speak of them', async () => {
    const { ask } = start()
    expect((await ask('the person with the hat'))[1]).toBe('1 person wearing a hat: r1.')
    expect((await ask('who is wearing glasses?'))[1]).toBe('1 person wearing glasses: r1.')
    expect((await ask('the person with glasses'))[1]).toBe('1 person wearing glasses: r1.')
  })

  it('are those of somebody, whoever was spoken of', async () => {
    const { ask } = start()
    expect(await ask('her hat')).toEqual(['r3 hat', '1 hat: r3.'])
    await ask('the grass')
    expect(await ask('his glasses')).toEqual(['r5 glasses', 'The glasses: r5.'])
    await ask('the person on the left')
    expect((await ask('her hat'))[1]).toBe('1 hat belonging to r1: r3.')
    await ask('the person on the right')
    expect((await ask('her hat'))[0]).toBe('')
  })

  it('tell the colours of clothes', async () => {
    const { ask, asked } = start()
    expect((await ask('the man in the blue shirt'))[0]).toBe('r2 person')
    expect(new Set(asked)).toEqual(new Set(['coat', 'dress', 'top']))
    await ask('the man in the red shirt')
    expect(asked).toHaveLength(3)
    expect(await ask('the person in the orange suit')).toEqual([
      '',
      'There is no person in an orange outfit. I see 2 people.',
    ])
    expect(await ask('the person in the blue suit')).toEqual(['r2 person', '1 person in a blue outfit: r2.'])
  })

  it('that are not there are not: they are looked for once', async () => {
    const { ask, asked } = start()
    expect(await ask('the sky')).toEqual(['', 'I see no sky, but 2 people.'])
    expect((await ask('is there a sky?'))[1]).toBe('I see no sky, but 2 people.')
    expect((await ask('the person above the sky'))[1]).toBe('I see no sky, but 2 people.')
    expect(asked).toEqual(['sky'])
  })

  it('that nobody here draws are owned to', async () => {
    const { ask } = start()
    expect((await ask('who is in the water?'))[1]).toBe(
      "2 people: r1 and r2. I can't recognise “water”, so I left that out.",
    )
    expect((await ask('is anybody in the water?'))[1]).toBe(
      "I can tell only in part. Yes: r1 and r2. I can't recognise “water”, so I left that out.",
    )
    expect((await ask('the belt'))[1]).toMatch(
      /^I know what “belt” means, but I can't recognise such things\./,
    )
  })
})
