import { describe, expect, it } from 'vitest'
import type { Box } from '../../src/geometry.js'
import { parse } from '../../src/language/parse.js'
import { Mask } from '../../src/mask/mask.js'
import type { Region } from '../../src/mask/region.js'
import { execute, type Referents } from '../../src/reasoning/execute.js'
import { Scene } from '../../src/scene/scene.js'
import { paintedImage } from '../fakes/engines.js'

const size = { width: 300, height: 200 }
type Thing = [
  id: string,
  label: string,
  box: [x: number, y: number, width: number, height: number],
  rgb?: Rgb,
]
type Rgb = readonly [number, number, number]
const RED: Rgb = [200, 20, 30]
const BLUE: Rgb = [30, 60, 200]
const BLACK: Rgb = [15, 15, 15]
const WHITE: Rgb = [250, 250, 250]

/** A scene of painted boxes, and a function that says which of them a sentence picks. */
function sceneOf(things: readonly Thing[]) {
  const painted = things.map(([id, label, [x, y, width, height], rgb]) => ({
    region: { id, label, box: { x, y, width, height } },
    rgb,
  }))
  const image = paintedImage(
    'scene',
    size,
    painted.flatMap(({ region, rgb }) => (rgb ? [{ box: region.box, rgb }] : [])),
  )
  const regions = painted.map(({ region }): Region => ({ ...region, score: 1, mask: maskOf(region.box) }))
  const scene = new Scene(image, regions)
  const everything: Referents = { resolve: () => regions }
  const run = (sentence: string) => {
    const { program } = parse(sentence)
    if (!('target' in program)) throw new Error(`no reading of: ${sentence}`)
    return execute(program.target, scene, everything)
  }
  return {
    run,
    pick: (sentence: string) => run(sentence).candidates.map(({ region }) => region.id),
    reasons: (sentence: string) => run(sentence).candidates.map(({ reasons }) => reasons),
  }
}

function maskOf(box: Box): Mask {
  return Mask.fromBox(box, size)
}

describe('execute(): orders', () => {
  const { pick } = sceneOf([
    ['far', 'bird', [10, 20, 20, 10]],
    ['mid', 'bird', [100, 60, 40, 20]],
    ['near', 'bird', [220, 120, 60, 70]],
  ])
  it.each([
    ['the leftmost bird', ['far']],
    ['the second bird from the left', ['mid']],
    ['the second bird from the right', ['mid']],
    ['the middle bird', ['mid']],
    ['the highest bird', ['far']],
    ['the bird closest to the camera', ['near']],
    ['the two largest birds', ['near', 'mid']],
    ['the smallest bird', ['far']],
    ['the fourth bird from the left', []],
  ])('%s', (sentence, expected) => {
    expect(pick(sentence)).toEqual(expected)
  })
})

describe('execute(): places', () => {
  it('splits the candidates of a plural between the sides', () => {
    const { pick } = sceneOf([
      ['a', 'cup', [10, 10, 20, 20]],
      ['b', 'cup', [60, 10, 20, 20]],
      ['c', 'cup', [250, 10, 20, 20]],
    ])
    expect(pick('the cups on the left')).toEqual(['a', 'b'])
    expect(pick('the cup on the right')).toEqual(['c'])
  })

  it('refuses a lone candidate that is clearly elsewhere', () => {
    const { pick } = sceneOf([['a', 'cup', [10, 10, 20, 20]]])
    expect(pick('the cup on the right')).toEqual([])
    expect(pick('the cup on the left')).toEqual(['a'])
  })
})

describe('execute(): colours', () => {
  const { pick } = sceneOf([
    ['red', 'car', [10, 10, 60, 40], RED],
    ['blue', 'car', [110, 10, 60, 40], BLUE],
    ['pied', 'car', [210, 10, 60, 40], BLACK],
  ])
  it.each([
    ['the red car', ['red']],
    ['cars that are not red', ['blue', 'pied']],
    ['the black or blue cars', ['pied', 'blue']],
    ['the green car', []],
  ])('%s', (sentence, expected) => {
    expect(pick(sentence).sort()).toEqual([...expected].sort())
  })

  it('takes a mixture only where each colour has its part', () => {
    const cow = sceneOf([
      ['black', 'cow', [10, 10, 60, 40], BLACK],
      ['pied', 'cow', [110, 10, 60, 40], BLACK],
      ['patch', 'patch', [110, 10, 30, 40], WHITE],
    ])
    expect(cow.pick('the black and white cow')).toEqual(['pied'])
  })

  it('looks for a garment where it is worn', () => {
    const people = sceneOf([
      ['trousers', 'person', [10, 10, 40, 180], BLACK],
      ['legs', 'patch', [10, 105, 40, 80], RED],
      ['jacket', 'person', [110, 10, 40, 180], BLACK],
      ['chest', 'patch', [110, 40, 40, 60], RED],
    ])
    expect(people.pick('the man in the red jacket')).toEqual(['jacket'])
    expect(people.pick('the man in the red trousers')).toEqual(['trousers'])
  })
})

describe('execute(): relations', () => {
  const { pick, reasons, run } = sceneOf([
    ['table', 'dining table', [20, 120, 160, 60]],
    ['cup', 'cup', [60, 100, 20, 20]],
    ['book', 'book', [62, 82, 16, 18]],
    ['floorcup', 'cup', [240, 180, 20, 20]],
    ['man', 'person', [200, 20, 60, 170]],
    ['bag', 'handbag', [195, 90, 20, 30]],
  ])
  it.each([
    ['the cup on the table', ['cup']],
    ['cups that are not on a table', ['floorcup']],
    ['what is on the cup?', ['book']],
    ['what is under the book?', ['cup']],
    ['what would fall if I took away the table?', ['cup', 'book']],
    ['the person with a handbag', ['man']],
    ["the man's handbag", ['bag']],
    ['the cup next to the person', ['floorcup']],
    ['things on the table except the cup', []],
  ])('%s', (sentence, expected) => {
    expect(pick(sentence).sort()).toEqual([...expected].sort())
  })

  it('gives reasons that can be checked', () => {
    expect(reasons('the cup on the table')).toEqual([['on the dining table (table)']])
    expect(reasons('things that can be removed').flat()).toContain('nothing rests on it')
  })

  it('leaves a relation out when its noun cannot be recognised, and says so', () => {
    const { candidates, notes } = run('the cup next to the flurb')
    expect(candidates).toHaveLength(1)
    expect(notes.join(' ')).toContain("can't recognise “flurb”")
  })
})

describe('execute(): how many are meant', () => {
  const { run, pick } = sceneOf([
    ['small', 'dog', [10, 10, 20, 20]],
    ['large', 'dog', [100, 40, 120, 120]],
    ['other', 'dog', [240, 10, 20, 20]],
  ])
  it('takes the one that stands out for a singular, and owns to the choice', () => {
    const { candidates, notes } = run('the dog')
    expect(candidates.map(({ region }) => region.id)).toEqual(['large'])
    expect(notes).toEqual(['3 dogs fit; I took the one that fits best.'])
  })

  it('takes all for a plural', () => {
    expect(pick('the dogs')).toHaveLength(3)
  })

  it('says so when there are fewer than asked for', () => {
    expect(run('the four dogs').notes).toEqual(['I see only 3 of them.'])
  })
})

describe('execute(): what things are good for', () => {
  const { pick, run } = sceneOf([
    ['chair', 'chair', [10, 100, 40, 60]],
    ['bed', 'bed', [150, 100, 120, 60]],
    ['knife', 'knife', [60, 20, 20, 5]],
    ['cup', 'cup', [100, 20, 10, 10]],
  ])
  it.each([
    ['something to sit on', ['chair']],
    ['what could I sleep on?', ['bed']],
    ['anything sharp', ['knife']],
    ['what can I drink my coffee from?', ['cup']],
    ['what can fly?', []],
    ['things that can not break', ['chair', 'bed', 'knife']],
  ])('%s', (sentence, expected) => {
    expect(pick(sentence)).toEqual(expected)
  })

  it('owns to a use that it does not know', () => {
    const { candidates, notes } = run('what can I glorp with?')
    expect(candidates).toEqual([])
    expect(notes.join(' ')).toContain('glorp with')
  })
})

describe('execute(): quantities and comparisons', () => {
  const { pick } = sceneOf([
    ['full', 'dining table', [10, 120, 120, 60]],
    ['cup1', 'cup', [20, 100, 20, 20]],
    ['cup2', 'cup', [60, 100, 20, 20]],
    ['bare', 'bench', [180, 140, 100, 40]],
    ['single', 'dining table', [180, 60, 100, 20]],
    ['cup3', 'cup', [190, 40, 20, 20]],
    ['dog', 'dog', [140, 20, 30, 20]],
  ])
  it.each([
    ['tables with at least two cups on them', ['full']],
    ['tables with exactly one cup on them', ['single']],
    ['the table with the most cups on it', ['full']],
    ['tables with no cups on them', []],
    ['things bigger than the dog', ['full', 'bare', 'single']],
    ['cups higher than the dog', []],
    ['the dog or the bench', ['dog', 'bare']],
  ])('%s', (sentence, expected) => {
    expect(pick(sentence)).toEqual(expected)
  })
})

describe('execute(): what regions do not tell', () => {
  const { run } = sceneOf([
    ['a', 'dog', [10, 10, 60, 60]],
    ['b', 'dog', [200, 100, 60, 60]],
  ])
  it('says that it can not tell a kind apart', () => {
    expect(run('the collies').notes).toEqual(["I see dogs, but can't tell which of them is a collie."])
  })

  it.each([
    ['the candle', { noun: 'candle', known: true }],
    ['the glorp', { noun: 'glorp', known: false }],
    ['the dog', undefined],
  ])('knows %s as far as it does', (sentence, unnamed) => {
    expect(run(sentence).unnamed).toEqual(unnamed)
  })

  it('leaves out what outlines do not show, and says so', () => {
    const { candidates, notes } = run('dogs that are smiling')
    expect(candidates).toHaveLength(2)
    expect(notes.join(' ')).toContain("can't tell “smiling”")
  })

  it('goes back to nothing where nothing but that was asked', () => {
    expect(run('what is smiling?').candidates).toEqual([])
  })
})
