import { describe, expect, it } from 'vitest'
import { Mask } from '../../src/mask/mask.js'
import type { Region } from '../../src/mask/region.js'
import type { SceneAttribute } from '../../src/scene/scene.js'
import { type Bounds, region, sceneOf, size } from './drawn.js'

const box = (x: number, y: number, width: number, height: number) => region('thing', [[x, y, width, height]])

function polygon(points: number[]): Region {
  const mask = Mask.fromPolygons([points], size)
  return { id: 'thing', label: 'thing', score: 1, box: mask.box, mask }
}

function score(name: SceneAttribute, thing: Region, others: readonly Region[] = []): number {
  return sceneOf([thing, ...others]).attribute(name, thing)
}

describe('Scene.attribute(): shape', () => {
  const circle = polygon(
    Array.from({ length: 60 }, (_, i) => (Math.PI * i) / 30).flatMap((angle) => [
      100 + 50 * Math.cos(angle),
      100 + 50 * Math.sin(angle),
    ]),
  )
  const slanting = polygon([20, 0, 0, 20, 80, 100, 100, 80])

  it('reads the direction of the long axis', () => {
    expect(score('upright', box(50, 50, 20, 80))).toBe(1)
    expect(score('lying', box(50, 50, 80, 20))).toBe(1)
    expect(score('upright', box(50, 50, 80, 20))).toBeCloseTo(0)
    expect(score('tilted', slanting)).toBeCloseTo(1)
    expect(score('upright', slanting)).toBeCloseTo(0.5)
    // 13 to 10 has half a direction.
    expect(score('upright', box(0, 0, 100, 130))).toBeCloseTo(0.5, 1)
    expect(score('upright', circle)).toBeCloseTo(0, 1)
  })

  it('reads the aspect', () => {
    // 0.18 + log2(7 / 4)
    expect(score('tall', box(0, 0, 40, 70))).toBeCloseTo(0.99)
    expect(score('tall', box(0, 0, 40, 50))).toBeCloseTo(0.5)
    expect(score('wide', box(0, 0, 70, 40))).toBeCloseTo(0.99)
    expect(score('wide', box(0, 0, 40, 70))).toBe(0)
  })

  it('knows round from square', () => {
    expect(score('round', circle)).toBeGreaterThan(0.95)
    // A square covers π / 4 of itself with its ellipse: (0.785 - 0.75) / 0.2.
    expect(score('round', box(0, 0, 60, 60))).toBeCloseTo(0.18, 1)
  })
})

describe('Scene.attribute(): pattern', () => {
  const cloth = box(20, 20, 128, 128)
  const black = [0, 0, 0] as const
  const painted = (boxes: readonly Bounds[]) =>
    sceneOf(
      [cloth],
      boxes.map((bounds) => [bounds, black] as const),
    )
  const every = (step: number) => Array.from({ length: Math.floor(128 / step) }, (_, i) => 20 + i * step)

  it('tells plain, striped and spotted', () => {
    const stripes = painted(every(16).map((x) => [x, 20, 8, 128]))
    const spots = painted(every(16).flatMap((x) => every(16).map((y): Bounds => [x, y, 8, 8])))
    const names = ['plain', 'striped', 'spotted'] as const
    const read = (scene: ReturnType<typeof sceneOf>) =>
      names.map((name) => scene.attribute(name, cloth) >= 0.5)
    expect(read(painted([]))).toEqual([true, false, false])
    expect(read(stripes)).toEqual([false, true, false])
    expect(read(spots)).toEqual([false, false, true])
  })

  it('takes shading for no pattern', () => {
    const shaded = sceneOf(
      [cloth],
      Array.from(
        { length: 128 },
        (_, i) =>
          [
            [20 + i, 20, 1, 128],
            [250 - i, 250 - i, 250 - i],
          ] as const,
      ),
    )
    expect(shaded.attribute('plain', cloth)).toBe(1)
  })
})

describe('Scene.attribute(): completeness', () => {
  const whole = box(20, 20, 60, 60)
  const front = region('front', [[60, 60, 60, 60]])
  const hidden = region('hidden', [[20, 20, 60, 60]], [[60, 60, 20, 20]])
  const notched = region('notched', [[20, 20, 60, 60]], [[40, 40, 40, 40]])
  const over = region('over', [[40, 40, 60, 60]])

  it('sees the frame and other things cut a thing off', () => {
    expect(score('complete', whole)).toBe(1)
    expect(score('cut-off', box(0, 20, 60, 60))).toBe(1)
    expect(score('complete', box(0, 20, 60, 60))).toBe(0)
    expect(score('occluded', notched, [over])).toBe(1)
    expect(score('complete', notched, [over])).toBe(0)
    expect(sceneOf([notched, over]).occluderOf(notched)?.id).toBe('over')
    expect(sceneOf([notched, over]).occluderOf(over)).toBeUndefined()
    // A corner of 200 pixels is too little: 200 / 3,200 / 0.3.
    expect(score('occluded', hidden, [front])).toBe(0)
  })
})

describe('Scene.rows and Scene.stacks', () => {
  const cup = (id: string, x: number, y: number) => region(id, [[x, y, 20, 20]], [], 'cup')
  const ids = (groups: readonly (readonly Region[])[]) => groups.map((group) => group.map(({ id }) => id))

  it('finds three and more of a kind side by side', () => {
    const row = [cup('c', 80, 52), cup('a', 20, 50), cup('b', 50, 48)]
    const scene = sceneOf([...row, cup('far', 160, 50), region('plate', [[110, 50, 20, 20]])])
    expect(ids(scene.rows)).toEqual([['a', 'b', 'c']])
    expect(scene.attribute('in-a-row', row[0]!)).toBe(1)
    expect(ids(sceneOf([cup('a', 20, 50), cup('b', 50, 50)]).rows)).toEqual([])
    expect(ids(sceneOf([cup('a', 20, 20), cup('b', 50, 40), cup('c', 80, 60)]).rows)).toEqual([])
  })

  it('finds things of a kind on top of one another', () => {
    const scene = sceneOf([
      cup('top', 50, 60),
      cup('mid', 50, 80),
      cup('low', 52, 100),
      cup('alone', 120, 100),
    ])
    expect(ids(scene.stacks)).toEqual([['low', 'mid', 'top']])
    expect(scene.attribute('in-a-stack', scene.regions[3]!)).toBe(0)
  })
})

describe('Scene.colours(): parts', () => {
  const red = [200, 20, 20] as const
  const blue = [20, 40, 160] as const

  it('finds garments where they are worn', () => {
    const person = region('person', [[80, 20, 30, 150]])
    // Heads are 20 high: the upper body ends at 92, the lower one begins at 94.
    const scene = sceneOf(
      [person],
      [
        [[80, 20, 30, 73], red],
        [[80, 93, 30, 77], blue],
      ],
    )
    expect(scene.colourScore(person, 'red', 'upper')).toBe(1)
    expect(scene.colourScore(person, 'blue', 'lower')).toBe(1)
    expect(scene.colourScore(person, 'blue', 'upper')).toBe(0)
  })

  it('sees no legs of somebody cut off at the chest, and no parts of somebody who lies', () => {
    const bust = region('person', [[50, 100, 80, 100]])
    expect(sceneOf([bust]).colours(bust, 'lower')).toEqual([])
    const lying = region('person', [[20, 100, 150, 40]])
    const scene = sceneOf([lying], [[[20, 100, 150, 40], red]])
    expect(scene.colourScore(lying, 'red', 'lower')).toBe(1)
  })

  it('reads what is worn from the garments, where they are known and on that person', () => {
    const person = region('person', [[80, 20, 30, 150]])
    const coat = region('coat', [[80, 75, 30, 55]])
    const paint = [
      [[80, 20, 30, 55], red],
      [[80, 75, 30, 55], blue],
      [[80, 130, 30, 40], red],
    ] as const
    expect(sceneOf([person], paint).colourScore(person, 'blue', 'upper')).toBeLessThan(0.9)
    expect(sceneOf([person, coat], paint).colourScore(person, 'blue', 'upper')).toBe(1)
    // A coat says nothing about trousers, and another's coat nothing about this person.
    expect(sceneOf([person, coat], paint).colours(person, 'lower')).toEqual(
      sceneOf([person], paint).colours(person, 'lower'),
    )
    const elsewhere = region('coat', [[100, 60, 60, 70]])
    expect(sceneOf([person, elsewhere], paint).colours(person, 'upper')).toEqual(
      sceneOf([person], paint).colours(person, 'upper'),
    )
  })

  it('takes a garment of a few pixels for a misreading', () => {
    const person = region('person', [[80, 20, 30, 150]])
    const speck = region('top', [[90, 60, 5, 5]])
    const paint = [
      [[80, 20, 30, 150], blue],
      [[90, 60, 5, 5], red],
    ] as const
    expect(sceneOf([person, speck], paint).colourScore(person, 'red', 'upper')).toBeLessThan(0.5)
  })
})
