import { describe, expect, it } from 'vitest'
import { counted, plural, singular } from '../../src/language/lexicon/morphology.js'
import { nounNames } from '../../src/language/lexicon/nouns.js'
import { parse } from '../../src/language/parse.js'
import { describe as inEnglish } from '../../src/language/print.js'

describe('describe()', () => {
  it.each([
    ['the dark red cars on the left', 2, 'dark red cars on the left'],
    ['which suitcases can be removed?', 1, 'suitcase that can be removed'],
    ['the cup on the table', 1, 'cup on the table'],
    ['the second bird from the left', 1, 'second bird from the left'],
    ['the two largest cups', 2, '2 largest cups'],
    ['wine glasses', 3, 'wine glasses'],
    ['dogs that are not brown', 2, 'dogs that are not brown'],
    ['every clock except the highest one', 3, 'clocks except the highest clock'],
  ])('%s (%i)', (sentence, count, expected) => {
    const { program } = parse(sentence)
    expect('target' in program && inEnglish(program.target, count)).toBe(expected)
  })
})

describe('singular() and plural()', () => {
  it.each([
    ['suitcase', 'suitcases'],
    ['person', 'people'],
    ['knife', 'knives'],
    ['sheep', 'sheep'],
    ['wine glass', 'wine glasses'],
    ['bus', 'buses'],
    ['pony', 'ponies'],
    ['horse', 'horses'],
    ['box', 'boxes'],
  ])('%s, %s', (one, many) => {
    expect(plural(one)).toBe(many)
    expect(one.includes(' ') || singular(many)).toBe(one.includes(' ') || one)
  })

  it('counts', () => {
    expect(counted(1, 'dog')).toBe('1 dog')
    expect(counted(2, 'child')).toBe('2 children')
  })
})

describe('nounNames()', () => {
  it.each([
    ['dog', 'dog', true],
    ['puppy', 'dog', true],
    ['dog', 'puppy', true],
    ['vehicle', 'bus', true],
    ['thing', 'anything at all', true],
    ['tree', 'tree-merged', true],
    ['clock', 'dog', false],
    ['dog', 'hot dog', false],
    ['bear', 'teddy bear', false],
    ['table', 'dining table', true],
    ['other', 'wall-other-merged', false],
  ])('%s names %s: %s', (noun, label, expected) => {
    expect(nounNames(noun, label)).toBe(expected)
  })
})
