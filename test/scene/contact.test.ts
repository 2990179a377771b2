import { describe, expect, it } from 'vitest'
import type { SceneRelation } from '../../src/scene/scene.js'
import { type Bounds, region, sceneOf } from './drawn.js'

/** Pictures are 200 pixels high, so that outlines touch within 2 pixels. */
function score(
  name: SceneRelation,
  [a, aWithout = []]: readonly [Bounds, (readonly Bounds[])?],
  [b, bWithout = []]: readonly [Bounds, (readonly Bounds[])?],
): number {
  const [one, other] = [region('a', [a], aWithout), region('b', [b], bWithout)]
  return sceneOf([one, other]).relation(name, one, other)
}

const PERSON: Bounds = [50, 0, 40, 160]
/** Half of it before the hip, half beside. */
const BAG: Bounds = [85, 60, 10, 20]
const TIE: Bounds = [68, 30, 4, 30]
const BOARD: Bounds = [45, 160, 50, 8]

describe('Scene.relation(): touching', () => {
  it('grows with how long two outlines run side by side', () => {
    expect(score('touching', [[0, 0, 40, 40]], [[40, 0, 40, 40]])).toBe(1)
    // One pixel of b lies within 2 of a: 0.6 + 0.4 · (1 / 2) / (40 / 4).
    expect(score('touching', [[0, 0, 40, 40]], [[40, 40, 40, 40]])).toBeCloseTo(0.62)
    expect(score('touching', [[0, 0, 40, 40]], [[43, 0, 40, 40]])).toBe(0)
  })
})

describe('Scene.relation(): hides', () => {
  /** A square that lacks the corner where the other one is. */
  const cut = [[0, 0, 100, 100], [[60, 60, 40, 40]]] as const

  it('is by how far the one reaches into the convex hull of the other', () => {
    // The hull cuts a triangle of 40 · 40 / 2 pixels off the smaller square of 3,600: 800 / 3,600 / 0.3.
    expect(score('hides', [[60, 60, 60, 60]], cut)).toBeCloseTo(0.74, 1)
    expect(score('hides', cut, [[60, 60, 60, 60]])).toBe(0)
    expect(score('hidden-by', cut, [[60, 60, 60, 60]])).toBeCloseTo(0.74, 1)
  })

  it('is not for things side by side', () => {
    expect(score('hides', [[0, 0, 40, 40]], [[40, 0, 40, 40]])).toBe(0)
  })
})

describe('Scene.relation(): behind and in front of', () => {
  it('follows the lower edges', () => {
    expect(score('behind', [[20, 20, 40, 60]], [[70, 80, 60, 60]])).toBe(1)
    expect(score('in-front-of', [[20, 20, 40, 60]], [[70, 80, 60, 60]])).toBe(0)
  })

  it('lets what is hidden outweigh the lower edges', () => {
    const donut: Bounds = [60, 40, 20, 20]
    expect(score('behind', [PERSON, [donut]], [donut])).toBe(1)
    expect(score('in-front-of', [donut], [PERSON, [donut]])).toBe(1)
  })
})

describe('Scene.relation(): inside', () => {
  /** Like a U: what it holds lies in its hull, not in its mask. */
  const bowl = [[0, 0, 60, 60], [[10, 0, 40, 50]]] as const

  it('is by the share in the convex hull', () => {
    expect(score('inside', [[20, 10, 20, 20]], bowl)).toBe(1)
    expect(score('contains', bowl, [[20, 10, 20, 20]])).toBe(1)
    // Three quarters of it: 2 · (0.75 - 0.5).
    expect(score('inside', [[45, 10, 20, 20]], bowl)).toBeCloseTo(0.5, 1)
    expect(score('inside', bowl, [[20, 10, 20, 20]])).toBe(0)
  })
})

describe('Scene.relation(): holding, wearing, riding', () => {
  const withBag = [PERSON, [BAG]] as const
  const withTie = [PERSON, [TIE]] as const

  it('tells a bag in the hand, a tie that is worn and a board that is ridden', () => {
    expect(score('holding', withBag, [BAG])).toBe(1)
    expect(score('held-by', [BAG], withBag)).toBe(1)
    expect(score('wearing', withTie, [TIE])).toBe(1)
    expect(score('worn-by', [TIE], withTie)).toBe(1)
    expect(score('riding', [PERSON], [BOARD])).toBe(1)
    expect(score('ridden-by', [BOARD], [PERSON])).toBe(1)
  })

  it('does not take one for the other', () => {
    expect(score('holding', [PERSON], [BOARD])).toBe(0)
    // Half of the bag lies within the person's box: 1.5 · 0.5 - 0.5 at most.
    expect(score('wearing', withBag, [BAG])).toBeLessThanOrEqual(0.25)
    expect(score('riding', withBag, [BAG])).toBe(0)
  })

  it('takes nothing for held that is out of touch or behind', () => {
    expect(score('holding', [PERSON], [[100, 60, 10, 20]])).toBe(0)
    const window = [[30, 20, 80, 60], [[50, 20, 40, 60]]] as const
    expect(score('holding', [PERSON], window)).toBe(0)
  })

  it('takes nothing for ridden that is a trifle, or larger than any mount', () => {
    expect(score('riding', [PERSON], [[68, 160, 4, 4]])).toBeLessThan(0.1)
    expect(score('riding', [[90, 60, 10, 20]], [[0, 80, 200, 120]])).toBe(0)
  })

  it('lets a thing be had loosely', () => {
    expect(score('has', withBag, [BAG])).toBe(1)
    expect(score('belongs-to', [BAG], withBag)).toBe(1)
    expect(score('has', [PERSON], [[94, 60, 4, 20]])).toBeLessThan(0.5)
  })
})

describe('Scene.relation(): on', () => {
  it('is full where an underside meets a top, else by what lies over and meets it low down', () => {
    const pot: Bounds = [80, 20, 40, 60]
    expect(score('on', [pot], [[0, 80, 200, 60]])).toBe(1)
    expect(score('under', [[0, 80, 200, 60]], [pot])).toBe(1)
    expect(score('on', [pot], [[0, 100, 200, 60]])).toBe(0)
    // It ends within the shelf's height, over it, and no pixel tells more: half of 0.9.
    const frame = region('frame', [
      [0, 40, 60, 20],
      [0, 40, 20, 100],
      [150, 40, 20, 100],
    ])
    const hanging = region('hanging', [pot])
    expect(sceneOf([frame, hanging]).relation('on', hanging, frame)).toBeCloseTo(0.45)
  })

  it('is not for what it meets in its upper half alone', () => {
    const hook = region('hook', [
      [0, 30, 80, 15],
      [0, 30, 20, 100],
      [150, 30, 20, 100],
    ])
    const hanging = region('hanging', [[80, 20, 40, 76]])
    expect(sceneOf([hook, hanging]).relation('on', hanging, hook)).toBe(0)
  })
})
