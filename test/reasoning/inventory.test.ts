import { describe, expect, it } from 'vitest'
import { Mask } from '../../src/mask/mask.js'
import { inventoryInWords } from '../../src/reasoning/inventory.js'

const box = { x: 0, y: 0, width: 4, height: 4 }
const mask = Mask.fromBox(box, { width: 8, height: 8 })

/** Regions as `label score`. */
function seen(...said: string[]): string {
  const regions = said.map((one, i) => {
    const [label, score] = one.split(/ (?=[\d.]+$)/) as [string, string]
    return { id: `r${i + 1}`, label, score: Number(score), box, mask }
  })
  return inventoryInWords({ regions })
}

describe('inventoryInWords()', () => {
  it.each([
    ['the most first', ['cat 0.9', 'dog 0.9', 'dog 0.9'], 'I see 2 dogs and 1 cat.'],
    [
      'the surest first; one that is sure speaks for the others of its name',
      ['bus 0.2', 'car 0.5', 'car 0.9', 'car 0.9', 'person 0.9', 'person 0.3', 'vase 0.5'],
      'I see 3 cars and 2 people; probably 1 vase; perhaps 1 bus.',
    ],
    ['doubtful things alone', ['cup 0.5', 'bowl 0.5'], 'I see probably 1 cup and 1 bowl.'],
    ['what nobody counts', ['grass 0.9', 'grass 0.2', 'shoes 0.9'], 'I see grass and 1 pair of shoes.'],
    ['nothing', [], 'I see nothing that I can name in this picture.'],
  ])('%s', (_name, regions, sentence) => {
    expect(seen(...regions)).toBe(sentence)
  })

  it('a long list without what is doubtful', () => {
    const sure = 'abcdefghi'.split('').map((label) => `${label} 0.9`)
    expect(seen(...sure, 'cup 0.5', 'bowl 0.5', 'vase 0.2')).toMatch(/1 h and 1 i; probably 1 cup\.$/)
    expect(seen(...sure, 'j 0.9', 'k 0.9', 'cup 0.5')).toMatch(/1 j and 1 k\.$/)
  })
})
