import { describe, expect, it } from 'vitest'
import { acquaintance, naming, thingsNamed } from '../../src/language/lexicon/nouns.js'

describe('naming()', () => {
  it.each([
    ['dog', 'dog', 'is'],
    ['pup', 'dog', 'is'],
    ['puppy', 'dog', 'may be'],
    ['collie', 'dog', 'may be'],
    ['woman', 'person', 'may be'],
    ['human', 'person', 'is'],
    ['feline', 'cat', 'is'],
    ['mammal', 'zebra', 'is'],
    ['ungulate', 'giraffe', 'is'],
    ['vehicle', 'bus', 'is'],
    ['container', 'car', 'no'],
    ['beverage container', 'wine glass', 'is'],
    ['plate', 'bowl', 'may be'],
    ['mouse', 'mouse', 'is'],
    ['bat', 'baseball bat', 'is'],
    ['orange', 'orange', 'is'],
    ['hand', 'person', 'no'],
    ['star', 'person', 'no'],
    ['candle', 'vase', 'no'],
    ['furniture', 'cabinet-merged', 'is'],
    ['cabinet', 'cabinet-merged', 'is'],
    ['animal', 'squirrel', 'is'],
    ['squirrel', 'animal', 'may be'],
  ])('%s names %s: %s', (noun, label, expected) => {
    expect(naming(noun, label)).toBe(expected)
  })

  it('takes those that are rather than those that may be', () => {
    const things = [{ label: 'dog' }, { label: 'collie' }]
    expect(thingsNamed('collie', things)).toEqual([{ label: 'collie' }])
    expect(thingsNamed('dog', things)).toEqual(things)
  })
})

describe('acquaintance()', () => {
  it.each([
    ['suitcase', 'visible'],
    ['collie', 'visible'],
    ['candle', 'known'],
    ['windowsill', 'known'],
    ['glorp', 'unknown'],
  ])('%s: %s', (noun, expected) => {
    expect(acquaintance(noun)).toBe(expected)
  })
})
