import { describe, expect, it } from 'vitest'
import { lineage, senses, wordsOf } from '../../src/language/lexicon/wordnet.js'
import { modelsFolder, readManifest, readNamedClasses } from '../../src/perception/embedded/manifest.js'

const classes = readNamedClasses(modelsFolder(), readManifest(modelsFolder()))
const synsetOf = (label: string): number => classes.find((one) => one.label === label)!.synset
/** The noun's nth sense in WordNet's order, from 1. */
const sense = (noun: string, rank = 1): number =>
  senses(noun, 'noun').find((one) => one.rank === rank)!.synset
const isA = (label: string, noun: string, rank?: number): boolean =>
  lineage(synsetOf(label), 'noun').has(sense(noun, rank))

describe('the classes of the namer', () => {
  it('are a thousand, each with a label of its own', () => {
    expect(classes).toHaveLength(1000)
    expect(new Set(classes.map(({ label }) => label.toLowerCase())).size).toBe(1000)
  })

  it('share a place only where their photos show the same', () => {
    const places = classes.map(({ synset }) => synset)
    const shared = classes.filter(({ synset }) => places.filter((place) => place === synset).length > 1)
    expect(shared.map(({ label }) => label)).toEqual([
      'one-piece swimsuit',
      'swimsuit',
      'pair of sunglasses',
      'sunglasses',
    ])
  })

  it('are things that can be touched, but for three', () => {
    const physical = sense('physical entity')
    const others = classes.filter(({ synset }) => !lineage(synset, 'noun').has(physical))
    expect(others.map(({ label }) => label)).toMatchInlineSnapshot(`
      [
        "street sign",
        "traffic light",
        "bubble",
      ]
    `)
  })

  it.each([
    ['crane (bird)', 'bird'],
    ['crane (machine)', 'device'],
    ['kite (bird)', 'bird'],
    ['Cardigan Welsh corgi', 'dog'],
    ['cardigan', 'garment'],
    ['boxer', 'dog'],
    ['swimsuit', 'garment'],
    ['one-piece swimsuit', 'garment'],
    ['drumstick', 'artifact'],
    ['computer mouse', 'device'],
    ['jaguar', 'animal'],
    ['nail', 'artifact'],
    ["carpenter's plane", 'tool'],
    ['warplane', 'aircraft'],
    ['cup', 'container'],
    ['plate', 'artifact'],
    ['sunglasses', 'artifact'],
    ['pitcher', 'container'],
    ['mortar', 'container'],
    ['bow', 'artifact'],
    ['tank', 'vehicle'],
    ['teddy bear', 'artifact'],
    ['monarch', 'insect'],
    ['admiral', 'insect'],
    ['fly', 'insect'],
    ['orange', 'fruit'],
    ['notebook computer', 'machine'],
    ['pirate', 'vehicle'],
  ])('has %s below %s', (label, noun) => {
    const kinds = [...lineage(synsetOf(label), 'noun')].flatMap((synset) => wordsOf(synset, 'noun'))
    expect(kinds).toContain(noun)
  })

  it('keeps senses of one word apart', () => {
    expect(isA('crane (machine)', 'bird')).toBe(false)
    expect(isA('cardigan', 'dog')).toBe(false)
    expect(isA('computer mouse', 'animal')).toBe(false)
    expect(isA('monarch', 'person')).toBe(false)
  })
})
