import { describe, expect, it } from 'vitest'
import { withoutAsking } from '../../src/language/without-asking.js'

describe('withoutAsking()', () => {
  it.each([
    ['the grumpy cat', 'the grumpy cat'],
    ['How many grumpy cats are there?', 'grumpy cats'],
    ['how many of the cats are asleep?', 'the cats are asleep'],
    ['is there a cat with a beard in the picture?', 'cat with a beard'],
    ['are there any smiling dogs?', 'smiling dogs'],
    ['Could you please show me the sleepy dog?', 'the sleepy dog'],
    ['please segment all of the grinning dogs', 'the grinning dogs'],
    ['find all cats that yawn', 'all cats that yawn'],
    ['which dog is happy?', 'dog is happy'],
    ['where is the sleepy dog', 'the sleepy dog'],
    ['can you see a grumpy dog, please?', 'a grumpy dog'],
    ["I'd like to see the worn sofa", 'the worn sofa'],
    ['who is waiting?', 'who is waiting'],
    ['the showman', 'the showman'],
    ['the cat in this picture frame', 'the cat in this picture frame'],
    ['mask with feathers', 'mask with feathers'],
    ['mask the feathers', 'the feathers'],
    ['see-through glass', 'see-through glass'],
    ['are there?', 'are there?'],
  ])('of "%s" leaves "%s"', (sentence, rest) => {
    expect(withoutAsking(sentence)).toBe(rest)
  })
})
