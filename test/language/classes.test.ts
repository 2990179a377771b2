import { describe, expect, it } from 'vitest'
import { classesBelow, classesNamed } from '../../src/language/lexicon/classes.js'
import { NAMED_BY } from '../../src/language/lexicon/open.js'
import { synsetsAt } from '../../src/language/lexicon/wordnet.js'
import { namedClasses } from '../fakes/engines.js'

const classes = [
  ...namedClasses(
    'collie 1',
    'pug 1',
    'boxer 4',
    'teapot 1',
    'running shoe 1',
    'acoustic guitar 1',
    'violin 1',
  ),
  ...namedClasses('coffee mug 1', 'red wine 1', 'assault rifle 1'),
  { label: 'kite (bird)', synset: synsetsAt('kite 4')[0]! },
]

const named = (noun: string) => classesNamed(noun, classes).map((index) => classes[index]!.label)

describe('classesNamed()', () => {
  it.each([
    ['collie', ['collie']],
    ['dog', ['collie', 'pug', 'boxer']],
    ['boxer', ['boxer']],
    ['musical instrument', ['acoustic guitar', 'violin']],
    ['guitar', ['acoustic guitar']],
    ['sneaker', ['running shoe']],
    ['mug', ['coffee mug']],
    ['drink', ['red wine']],
    ['weapon', ['assault rifle']],
    ['arm', []],
    ['windowsill', []],
    ['glorp', []],
  ])('%s: %j', (noun, expected) => {
    expect(named(noun)).toEqual(expected)
  })

  it('takes a class that WordNet has no word for by its label', () => {
    const swimsuit = [{ label: 'one-piece swimsuit', synset: synsetsAt('maillot 1')[0]! }]
    expect(classesNamed('one-piece swimsuit', swimsuit)).toEqual([0])
  })
})

describe('classesBelow()', () => {
  it('gives the kinds of what a label stands for', () => {
    expect(classesBelow('dog', classes).map((index) => classes[index]!.label)).toEqual([
      'collie',
      'pug',
      'boxer',
    ])
    expect(classesBelow('bird', classes).map((index) => classes[index]!.label)).toEqual(['kite (bird)'])
    expect(classesBelow('cat', classes)).toEqual([])
  })
})

describe('everyday words', () => {
  it('lie at places that WordNet has', () => {
    const places = Object.values(NAMED_BY).flatMap((list) => (list === '' ? [] : list.split(', ')))
    expect(places.filter((place) => synsetsAt(place).length === 0)).toEqual([])
  })
})
