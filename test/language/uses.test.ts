import { describe, expect, it } from 'vitest'
import { naming } from '../../src/language/lexicon/nouns.js'
import { PLACES_IN_WORDNET } from '../../src/language/lexicon/things.js'
import { USE_NAMES, useOf } from '../../src/language/lexicon/uses.js'
import { parse } from '../../src/language/parse.js'

/** The use that a sentence asks for, however deep it stands. */
function useIn(sentence: string): string | undefined {
  return /"use":"([^"]+)"/.exec(JSON.stringify(parse(sentence).program))?.[1]
}

describe('the table of uses', () => {
  it('serves every class', () => {
    const served = USE_NAMES.flatMap((name) => useOf(name).serves.split(/, | > /))
    const classes = Object.keys(PLACES_IN_WORDNET)
    expect(classes).toHaveLength(80)
    expect(classes.filter((label) => !served.includes(label))).toEqual([])
    expect(served.filter((noun) => !classes.some((label) => naming(noun, label) === 'is'))).toEqual([])
  })

  it.each(USE_NAMES)('%s: its English means it', (name) => {
    const { asks, english, adjectives } = useOf(name)
    expect(useIn(asks === 'to' ? `things to ${english}` : `things that can ${english}`)).toBe(name)
    if (adjectives) expect(useIn(`${adjectives.split(', ')[0]} things`)).toBe(name)
  })
})

describe('parse(): what things are good for', () => {
  it.each([
    ['something to sit on', 'sit-on'],
    ['where could I sit down?', 'sit-on'],
    ['a place where I can rest my legs', 'sit-on'],
    ['what can I drink from?', 'drink-from'],
    ['I need something to drink wine from', 'drink-wine'],
    ['what could I drink my tea from?', 'drink-coffee'],
    ['what would you use to eat soup?', 'eat-soup-with'],
    ['something to slice the bread with', 'cut'],
    ['what do I need to cut paper?', 'cut-paper'],
    ['which thing would keep me dry?', 'stay-dry'],
    ['what is shading them from the sun?', 'stay-dry'],
    ['something that keeps the rain off', 'stay-dry'],
    ['where would I put the milk to keep it cold?', 'keep-cold'],
    ['what keeps food fresh?', 'keep-cold'],
    ['the thing for heating up leftovers', 'heat-food'],
    ['where can I bake a cake?', 'cook'],
    ['what tells the time?', 'tell-the-time'],
    ['something I could read', 'read'],
    ['things that can be eaten', 'eat'],
    ['anything edible', 'eat'],
    ['what could I use to change the channel?', 'change-channels'],
    ['what lets me call my mother?', 'call'],
    ['how could I call someone?', 'call'],
    ['what might carry ten people?', 'carry-people'],
    ['what could take me downtown?', 'travel-by'],
    ['something to put flowers in', 'put-flowers-in'],
    ['which of these needs watering?', 'water'],
    ['what could I take if it starts raining?', 'stay-dry'],
    ['what should I grab if I feel thirsty?', 'drink-from'],
    ['what could burn me?', 'burn'],
    ['anything sharp', 'prick'],
    ['which things would break if dropped?', 'shatter'],
    ['is there anything a toddler should not touch?', 'hurt-someone'],
    ['what can roll away?', 'roll-away'],
    ['fragile things on the table', 'shatter'],
  ])('%s: %s', (sentence, use) => {
    expect(useIn(sentence)).toBe(use)
  })

  it.each([
    'what is resting on the table?',
    'what does the cup rest on?',
    'the man riding the horse',
    'who is wearing a tie?',
    'what would fall if I took the table away?',
    'the dog that is catching the frisbee',
    'the hot dog',
  ])('%s: of the scene, not of the world', (sentence) => {
    expect(useIn(sentence)).toBeUndefined()
  })

  it('owns to a use that it does not know', () => {
    expect(JSON.stringify(parse('what can I glorp with?').program)).toContain('"unseen"')
  })
})
