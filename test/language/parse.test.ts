import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nounOf } from '../../src/language/nouns-of.js'
import { parse } from '../../src/language/parse.js'
import type { Condition, Expression } from '../../src/language/query.js'
import { Program } from '../../src/language/query.js'

/** A compact notation for expressions, so that the tables below can be read. */
function show(expression: Expression): string {
  switch (expression.kind) {
    case 'things':
      return expression.noun
    case 'reference':
      return `@${expression.to}`
    case 'region':
      return expression.id
    case 'filter':
      return `${show(expression.of)}[${showCondition(expression.by)}]`
    case 'pick':
      return `${show(expression.of)}{${expression.order} ${expression.rank}+${expression.count}}`
    case 'definite':
      return `${expression.count === 1 ? 'the' : `the ${expression.count}`} ${show(expression.of)}`
    case 'union':
      return expression.members.map(show).join(' + ')
    case 'difference':
      return `${show(expression.of)} - ${show(expression.without)}`
    case 'most':
      return `${show(expression.of)}{${expression.fewest ? 'fewest' : 'most'} ${expression.relation} ${show(expression.to)}}`
  }
}

function showCondition(condition: Condition): string {
  switch (condition.kind) {
    case 'colour':
      return [condition.part, condition.shade, condition.colour].filter(Boolean).join(' ')
    case 'detail':
      return `some ${condition.colour}`
    case 'brightness':
      return condition.brightness
    case 'size':
      return condition.size
    case 'position':
      return condition.position
    case 'relation':
      return [quantityIn(condition), condition.relation, show(condition.to)].filter(Boolean).join(' ')
    case 'between':
      return `between ${show(condition.to)}`
    case 'appearance':
      return [condition.part, condition.appearance].filter(Boolean).join(' ')
    case 'use':
      return `for ${condition.use}`
    case 'unseen':
      return `(${condition.words})`
    case 'any':
      return condition.conditions.map(showCondition).join(' | ')
    case 'noun':
      return `is ${condition.noun}`
    case 'state':
      return condition.state
    case 'all':
      return condition.conditions.map(showCondition).join(' & ')
    case 'not':
      return `not ${showCondition(condition.condition)}`
  }
}

function quantityIn({ quantity }: Condition & { kind: 'relation' }): string | undefined {
  return typeof quantity === 'object' ? `${quantity.limit} ${quantity.count}` : quantity
}

function reading(sentence: string): string {
  const { program } = parse(sentence)
  if ('but' in program) return `again: ${show(program.but)}`
  return 'target' in program ? `${program.intent}: ${show(program.target)}` : program.intent
}

describe('parse(): what to look for', () => {
  it.each([
    ['dog', 'find: dog'],
    ['the dog', 'find: the dog'],
    ['show me the dogs, please', 'find: dog'],
    ['Could you highlight all the suitcases?', 'find: suitcase'],
    ["where's the wine glass?", 'find: the wine glass'],
    ['an orange', 'find: orange'],
    ['the orange car', 'find: the car[orange]'],
    ['the two red cars on the left', 'find: the 2 car[red][left]'],
    ['everyone except the child', 'find: person - the child'],
    ['the cat and the dog', 'find: the cat + the dog'],
    ['a slice of pizza', 'find: pizza'],
  ])('%s', (sentence, expected) => {
    expect(reading(sentence)).toBe(expected)
  })
})

describe('parse(): places, orders and sizes', () => {
  it.each([
    ['the second car from the right', 'find: car{right 2+1}'],
    ['the leftmost bird', 'find: bird{left 1+1}'],
    ['the biggest of the dogs', 'find: dog{largest 1+1}'],
    ['the bowl in the bottom left corner', 'find: the bowl[bottom & left]'],
    ['which suitcase is at the bottom?', 'find: suitcase{bottom 1+1}'],
    ['the boat closest to the camera', 'find: boat{front 1+1}'],
    ['the bird that is highest up', 'find: bird{top 1+1}'],
    ['the middle one of the three boys', 'find: the 3 boy{middle 1+1}'],
    ['the two largest cups', 'find: cup{largest 1+2}'],
  ])('%s', (sentence, expected) => {
    expect(reading(sentence)).toBe(expected)
  })
})

describe('parse(): relations and states', () => {
  it.each([
    ['the cup on the table', 'find: the cup[on the table]'],
    ['what is resting on the orange suitcase?', 'find: thing[on the suitcase[orange]]'],
    ['which suitcases support the pink one?', 'find: suitcase[supports the suitcase[pink]]'],
    ['which suitcases can be removed without disturbing the stack?', 'find: suitcase[removable]'],
    ['the bags that nothing is resting on', 'find: bag[clear-on-top]'],
    ['the suitcases that touch the ground', 'find: suitcase[on-the-ground]'],
    [
      'if the green suitcase were taken away, which ones would come down?',
      'find: suitcase[falls-with the suitcase[green]]',
    ],
    ['what would fall if I pulled out the table?', 'find: thing[falls-with the table]'],
    ['the plate the girl is holding', 'find: the plate[held-by the girl]'],
    ['the horse ridden by the man in green', 'find: the horse[ridden-by the man[green]]'],
    ['the woman in the red shirt', 'find: the woman[upper red]'],
    ['the man wearing dark shorts', 'find: the man[dark]'],
    ['vehicles that are not cars', 'find: vehicle[not is car]'],
    ['the horse without a rider', 'find: the horse[not has rider]'],
    ['the horse that has no rider', 'find: the horse[not has rider]'],
    ['the sheep nearest to the dog', 'find: the sheep[closest-to the dog]'],
    ['the person who is not on the bike', 'find: the person[not on the bike]'],
    ['who is holding the umbrella?', 'find: person[holding the umbrella]'],
    ['which suitcases have something on top of them?', 'find: suitcase[supporting]'],
    ['what does the pink suitcase rest on?', 'find: thing[supports the suitcase[pink]]'],
    ['what happens if I remove the red suitcase?', 'find: thing[falls-with the suitcase[red]]'],
    ['which suitcase could I lift off first?', 'find: suitcase[removable]'],
    ['the cup on a table', 'find: the cup[on table]'],
    ["the woman's handbag", 'find: the handbag[belongs-to the woman]'],
    ['people in red shirts and blue jeans', 'find: person[upper red & lower blue]'],
    ['a black and white cat', 'find: cat[black & white]'],
    ['something red on the table', 'find: thing[red][on the table]'],
    ['the chair in front of the couch', 'find: the chair[in-front-of the couch]'],
  ])('%s', (sentence, expected) => {
    expect(reading(sentence)).toBe(expected)
  })
})

describe('parse(): comparisons and quantities', () => {
  it.each([
    ['the dog bigger than the sheep', 'find: the dog[bigger-than the sheep]'],
    ['is the dog bigger than the sheep?', 'exists: dog[bigger-than the sheep]'],
    ['which person is taller than all the others?', 'find: person[all taller-than person]'],
    ['the darker of the two cars', 'find: the 2 car{darkest 1+1}'],
    ['cups closer to the camera than the bowl', 'find: cup[nearer-than the bowl]'],
    ['things the same colour as the bus', 'find: thing[same-colour-as the bus]'],
    ['the bottle between the two glasses', 'find: the bottle[between the 2 glass]'],
    ['the man between the dog and the cat', 'find: the man[between the dog + the cat]'],
    ['tables that have at least two cups on them', 'find: table[at least 2 supports cup]'],
    ['benches with more than one person on them', 'find: bench[at least 2 supports person]'],
    ['a bag with exactly three bottles in it', 'find: bag[exactly 3 contains bottle]'],
    ['cups that are not on a table', 'find: cup[not on table]'],
    ['people with no hat', 'find: person[not has hat]'],
    ['the motorcycle nobody is riding', 'find: the motorcycle[not ridden-by person]'],
    ['the table with nothing on it', 'find: the table[clear-on-top]'],
    ['the person carrying the most bags', 'find: person{most holding bag}'],
    ['the shelf with the fewest books on it', 'find: shelf{fewest supports book}'],
    ['all the cups but the two on the left', 'find: cup - the 2 cup[left]'],
    ['red or blue cars', 'find: car[red | blue]'],
  ])('%s', (sentence, expected) => {
    expect(reading(sentence)).toBe(expected)
  })
})

describe('parse(): what people do', () => {
  it.each([
    ['the guy throwing the frisbee', 'find: the guy[busy-with the frisbee]'],
    ['the person being pulled by the boat', 'find: the person[busy-with the boat]'],
    ['the dog that is catching the frisbee', 'find: the dog[busy-with the frisbee]'],
    ['the kids jumping for the ball', 'find: kid[busy-with the ball]'],
    ['the girl smiling at the camera', 'find: the girl[(smiling)]'],
    ['the cow that is lying down', 'find: the cow[lying]'],
    ['the man on the bike with a backpack', 'find: the man[on the bike][has backpack]'],
    ['the dog on the table and the cat on the chair', 'find: the dog[on the table] + the cat[on the chair]'],
    ['what is the boy eating?', 'find: thing[for eat][held-by the boy]'],
    ['what can the child reach?', 'find: thing[within-reach-of the child]'],
    ['the woman wearing a black dress and sunglasses', 'find: the woman[whole black & wearing sunglasses]'],
    ['the man in the striped suit', 'find: the man[whole striped]'],
    ["the man's glasses", 'find: glasses[belongs-to the man]'],
    ['the table with glasses', 'find: the table[has glass]'],
    ['the man with glasses', 'find: the man[wearing glasses]'],
    ['the cup on the table top', 'find: the cup[on the table top]'],
    ['a lighter', 'find: lighter'],
    ['the lighter on the table', 'find: the lighter[on the table]'],
    ['the lighter one', 'find: @kind{brightest 1+1}'],
    ['the lighter of the two cars', 'find: the 2 car{brightest 1+1}'],
    ['the boy in the striped shirt', 'find: the boy[upper striped]'],
    ['the donuts with pink frosting', 'find: donut[some pink]'],
    ['the blonde woman', 'find: the woman[head yellow]'],
    ['the dark blue car', 'find: the car[dark blue]'],
    ['the rider of the black horse', 'find: the rider[belongs-to the horse[black]]'],
    ['the cup closest to the edge of the table', 'find: the cup[closest-to the table]'],
    ['the giraffe you can barely see', 'find: the giraffe[occluded | cut-off]'],
    ['the chair cut off by the edge of the photo', 'find: the chair[cut-off]'],
    ['what would slide off if the man stood up?', 'find: thing[falls-with the man]'],
    ['what do I have to lift to get at the red book?', 'find: thing[falls-with the book[red]]'],
    ['what is the brown animal?', 'find: the animal[brown]'],
    ['which of the suitcases is at the bottom?', 'find: suitcase{bottom 1+1}'],
    ['what colour is the bus?', 'tell: the bus'],
    ['what colours are the buses?', 'tell: bus'],
  ])('%s', (sentence, expected) => {
    expect(reading(sentence)).toBe(expected)
  })
})

describe('parse(): slips of the keys', () => {
  it.each([
    ['the bicylce', 'find: the bicycle', 'bicylce'],
    ['the teapott', 'find: the teapot', 'teapott'],
    ['two acordions', 'find: the 2 accordion', 'acordions'],
    ['the screwdirver', 'find: the screwdriver', 'screwdirver'],
    ['the umbrela on the left', 'find: the umbrella[left]', 'umbrela'],
    ['whats under the tabel', 'find: thing[under the table]', 'tabel'],
  ])('%s', (sentence, expected, typed) => {
    expect(reading(sentence)).toBe(expected)
    expect(parse(sentence).mended.map((slip) => slip.typed)).toEqual([typed])
  })

  it('leaves words alone that exist', () => {
    expect(parse('the dell and the hat').mended).toEqual([])
    expect(parse('the glorp').mended).toEqual([])
  })
})

describe('parse(): questions with a number or a yes', () => {
  it.each([
    ['how many dogs are there?', 'count: dog'],
    ['how many red cars do you see', 'count: car[red]'],
    ['is there a lion?', 'exists: lion'],
    ['is the red suitcase on the green one?', 'exists: suitcase[red][on the suitcase[green]]'],
    ['can I remove the green suitcase?', 'exists: the suitcase[green][removable]'],
    ['are there any cups on the table?', 'exists: cup[on the table]'],
  ])('%s', (sentence, expected) => {
    expect(reading(sentence)).toBe(expected)
  })
})

describe('parse(): going on with what was said', () => {
  it.each([
    ['only the red one', 'find: the @selection[red]'],
    ['just the two on the left', 'find: the 2 @selection[left]'],
    ['only the dogs', 'find: @selection[is dog]'],
    ['not the red one', 'find: @selection - the @selection[red]'],
    ['except the blue ones', 'find: @selection - @selection[blue]'],
    ['also the dog', 'find: @selection + the dog'],
    ['and what is under it?', 'find: thing[under @selection]'],
    ['the other one', 'find: the @others'],
    ['what else?', 'find: @others'],
    ['no, the other two', 'again: the 2 @others'],
    ['no, the left one', 'again: the @kind[left]'],
    ['I meant the cup', 'again: the cup'],
    ['not the dog but the cat', 'again: the cat'],
    ['and on the left?', 'again: @kind[left]'],
    ['and the dog?', 'again: the dog'],
    ['and the dog', 'find: @selection + the dog'],
    ['the same but blue', 'again: @kind[blue]'],
    ['not that one', 'find: @others'],
    ['how many?', 'count: @selection'],
    ['the one before', 'find: @previous'],
    ['none of those', 'clear'],
    ['redo', 'redo'],
    ['ok thanks', 'thanks'],
    ['why not the blue one?', 'why'],
    ['the previous picture', 'picture'],
    ['the dog in the second photo', 'picture'],
    ['the picture on the wall', 'find: the picture[on the wall]'],
    ['both of them', 'find: @both'],
    ['which one is on top?', 'find: @selection{top 1+1}'],
    ['which ones are on top?', 'find: @selection[top]'],
    ['which of those is the largest?', 'find: @selection{largest 1+1}'],
    ['the blue one', 'find: the @kind[blue]'],
    ['r3 and r4', 'find: r3 + r4'],
    ['undo', 'undo'],
    ['go back', 'undo'],
    ['start over', 'reset'],
    ['why?', 'why'],
    ['what do you see?', 'look'],
  ])('%s', (sentence, expected) => {
    expect(reading(sentence)).toBe(expected)
  })
})

describe('parse(): what it can not use', () => {
  it('owns to the words that it left out', () => {
    expect(parse('the padded one').ignored).toEqual(['padded'])
    expect(parse('the dog running along the beach').ignored).toContain('beach')
  })

  it('keeps a noun that it does not know as the noun', () => {
    expect(reading('the glorp')).toBe('find: the glorp')
  })

  it.each(['', '?!', '🙂🙂', 'of to from'])('finds no reading in %j', (sentence) => {
    expect(reading(sentence)).toBe('unclear')
  })

  it('gives a valid program for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        expect(Program.safeParse(parse(text).program).success).toBe(true)
      }),
    )
  })

  it('gives a valid program for any jumble of its own words', () => {
    const words =
      'the a red two second left on of under one ones it that which what is not except and with nothing if fall removed suitcase dogs r3 , from only also'
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words.split(' ')), { maxLength: 80 }), (jumble) => {
        expect(Program.safeParse(parse(jumble.join(' ')).program).success).toBe(true)
      }),
    )
  })
})

describe('parse(): nouns of any kind', () => {
  it.each([
    ['the golden retriever', 'golden retriever'],
    ['segment the can opener', 'can opener'],
    ['is there a trash can?', 'trash can'],
    ['find all magpies', 'magpie'],
    ['how many platypuses are there?', 'platypus'],
    ['the binoculars', 'binoculars'],
    ['the swing', 'swing'],
    ['is there a painting?', 'painting'],
    ['the bobsled on the left', 'bobsled'],
    ['the electric guitar', 'electric guitar'],
    ['the stuffed animal', 'stuffed animal'],
    ['menus', 'menu'],
    ['a can', 'can'],
  ])('%s: %s', (sentence, noun) => {
    const { program, ignored, mended } = parse(sentence)
    expect({ noun: 'target' in program && nounOf(program.target), ignored, mended }).toEqual({
      noun,
      ignored: [],
      mended: [],
    })
  })
})
