import { describe, expect, it } from 'vitest'
import type { SceneRelation } from '../../src/scene/scene.js'
import { type Bounds, region, sceneOf } from './drawn.js'

function score(name: SceneRelation, a: Bounds, b: Bounds): number {
  const [one, other] = [region('a', [a]), region('b', [b])]
  return sceneOf([one, other]).relation(name, one, other)
}

describe('Scene.relation(): directions', () => {
  it('is half sure where two are level, and more with half a width', () => {
    // Centres 20 apart, mean width 40: 0.5 + 0.5 - 0.05.
    expect(score('left-of', [0, 0, 40, 40], [20, 0, 40, 40])).toBeCloseTo(0.95)
    expect(score('left-of', [0, 0, 40, 40], [0, 50, 40, 40])).toBeCloseTo(0.45)
    expect(score('right-of', [20, 0, 40, 40], [0, 0, 40, 40])).toBeCloseTo(0.95)
  })

  it('asks what is above to be roughly over it', () => {
    expect(score('above', [0, 0, 40, 40], [0, 60, 40, 40])).toBe(1)
    expect(score('above', [0, 0, 40, 40], [100, 60, 40, 40])).toBeCloseTo(0.4)
    expect(score('below', [0, 60, 40, 40], [0, 0, 40, 40])).toBe(1)
  })
})

describe('Scene.relation(): nearness to each other', () => {
  it('is the gap against the mean side, or against an arm', () => {
    expect(score('next-to', [0, 0, 40, 40], [60, 0, 40, 40])).toBeCloseTo(0.5)
    // The arm of somebody 80 high is 40.
    expect(score('within-reach-of', [80, 0, 10, 10], [0, 0, 40, 80])).toBeCloseTo(0.5)
    expect(score('within-reach-of', [130, 0, 10, 10], [0, 0, 40, 80])).toBe(0)
    expect(score('around', [0, 0, 40, 40], [60, 0, 40, 40])).toBeCloseTo(0.5)
  })
})

describe('Scene.between()', () => {
  const at = (id: string, x: number, y: number) => region(id, [[x - 10, y - 10, 20, 20]])
  const [left, right] = [at('left', 20, 100), at('right', 180, 100)]
  const score = (x: number, y: number) => {
    const middle = at('middle', x, y)
    return sceneOf([left, right, middle]).between(middle, left, right)
  }

  it('is full on the line, and falls off beside it and towards the ends', () => {
    expect(score(100, 100)).toBe(1)
    // 40 beside a line of 160: 1 - 1.5 · 0.25.
    expect(score(100, 140)).toBeCloseTo(0.625)
    // A sixteenth of the way: 0.0625 / 0.3.
    expect(score(30, 100)).toBeCloseTo(0.208)
    expect(score(190, 100)).toBe(0)
  })
})

describe('Scene.relation(): comparisons', () => {
  it('is sure at twice the size, and takes a difference that can be seen', () => {
    expect(score('bigger-than', [0, 0, 40, 40], [100, 0, 40, 20])).toBe(1)
    expect(score('smaller-than', [100, 0, 40, 20], [0, 0, 40, 40])).toBe(1)
    expect(score('bigger-than', [0, 0, 40, 40], [100, 0, 40, 40])).toBeCloseTo(0.45)
    // 108 against 100: 0.45 + 0.55 · log2(1.08).
    expect(score('taller-than', [0, 0, 40, 108], [100, 0, 40, 100])).toBeCloseTo(0.511)
    expect(score('shorter-than', [0, 0, 40, 50], [100, 0, 40, 100])).toBe(1)
    expect(score('wider-than', [0, 0, 80, 20], [100, 0, 40, 20])).toBe(1)
    expect(score('narrower-than', [0, 0, 80, 20], [100, 0, 40, 20])).toBe(0)
    // 1.41 times the area.
    expect(score('same-size-as', [0, 0, 100, 41], [100, 0, 100, 29])).toBeCloseTo(0.5)
  })

  it('tells who is nearer to the camera and who is higher up', () => {
    expect(score('nearer-than', [0, 100, 40, 100], [100, 0, 40, 100])).toBe(1)
    expect(score('farther-than', [0, 100, 40, 100], [100, 0, 40, 100])).toBe(0)
    expect(score('higher-than', [0, 0, 40, 40], [100, 20, 40, 40])).toBeCloseTo(0.95)
    expect(score('lower-than', [0, 20, 40, 40], [100, 0, 40, 40])).toBeCloseTo(0.95)
  })

  it('compares colours and brightness', () => {
    const [red, crimson, blue] = [0, 60, 120].map((x, i) => region(`c${i}`, [[x, 0, 40, 40]]))
    const scene = sceneOf(
      [red!, crimson!, blue!],
      [
        [
          [0, 0, 40, 40],
          [200, 20, 20],
        ],
        [
          [60, 0, 40, 40],
          [170, 20, 30],
        ],
        [
          [120, 0, 40, 40],
          [20, 30, 90],
        ],
      ],
    )
    expect(scene.relation('same-colour-as', red!, crimson!)).toBeGreaterThan(0.9)
    expect(scene.relation('same-colour-as', red!, blue!)).toBeLessThan(0.1)
    // Lumas of 73.9 and 33.9 of 255: 0.45 + 2 · 0.157.
    expect(scene.relation('brighter-than', red!, blue!)).toBeCloseTo(0.764, 2)
    expect(scene.relation('darker-than', red!, blue!)).toBeLessThan(0.5)
  })
})
