import { UNCOUNTED } from '../language/lexicon/areas.js'
import { counted, listed } from '../language/lexicon/morphology.js'
import type { Region } from '../mask/region.js'
import { confidenceIn } from './confidence.js'

/** Names in an inventory; of what is beyond that, only what is surely there is told. */
const MAX_NAMES = 10

/**
 * "6 suitcases and 1 person; probably 1 cup; perhaps 1 vase": what is there, the surest and the most first. All things of a
 * name go with the surest of them: where one suitcase is, others that look like it are suitcases, too.
 */
export function inventory(regions: readonly Region[]): string | undefined {
  const kinds = [...new Set(regions.map(({ label }) => label))]
    .map((label) => {
      const own = regions.filter((region) => region.label === label)
      const score = Math.max(...own.map((region) => region.score))
      return { label, count: own.length, word: confidenceIn({ score }) }
    })
    .sort((a, b) => b.count - a.count)
  const sure = kinds.filter(({ word }) => word === '').length
  let room = Math.max(0, MAX_NAMES - sure)
  const parts = (['', 'probably', 'perhaps'] as const).flatMap((word) => {
    const own = kinds.filter((kind) => kind.word === word)
    const told = word === '' ? own : own.slice(0, room)
    if (word !== '') room -= told.length
    const items = told.map(({ label, count }) => (UNCOUNTED.has(label) ? label : counted(count, label)))
    return items.length > 0 ? [[word, listed(items)].filter(Boolean).join(' ')] : []
  })
  return parts.length > 0 ? parts.join('; ') : undefined
}

/** The same as a sentence. */
export function inventoryInWords({ regions }: { readonly regions: readonly Region[] }): string {
  const seen = inventory(regions)
  return seen ? `I see ${seen}.` : 'I see nothing that I can name in this picture.'
}
