import { UserInputError } from '../errors.js'
import type { Size } from '../geometry.js'
import type { Mask } from '../mask/mask.js'
import type { Region } from '../mask/region.js'

/** Somebody else's detection. */
export interface GivenRegion {
  id: string
  label: string
  score?: number | undefined
  /** Of the image's size. */
  mask: Mask
}

/** Given regions under their own ids. Throws `bad-input` for a wrong size or an id that comes twice. */
export function asRegions(image: Size, given: readonly GivenRegion[]): Region[] {
  const ids = new Set<string>()
  for (const { id, mask } of given) {
    if (mask.width !== image.width || mask.height !== image.height) {
      throw new UserInputError(
        'bad-input',
        `Expected masks of the image's size, ${image.width} × ${image.height}; received one of ${mask.width} × ${mask.height}.`,
      )
    }
    if (ids.has(id)) throw new UserInputError('bad-input', 'Two of the given regions have the same id.')
    ids.add(id)
  }
  return given.map(({ id, label, score = 1, mask }) => ({ id, label, score, mask, box: mask.box }))
}
