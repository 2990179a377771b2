import { UserInputError } from '../errors.js'
import type { Image } from '../image/image.js'
import type { Mask } from '../mask/mask.js'
import { Scene } from '../scene/scene.js'

/** Somebody else's detection. */
export interface GivenRegion {
  id: string
  label: string
  score?: number | undefined
  /** Of the image's size. */
  mask: Mask
}

/** The scene that given regions make, under their own ids. Throws `bad-input` for a wrong size or an id that comes twice. */
export function givenScene(image: Image, given: readonly GivenRegion[]): Scene {
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
  const regions = given.map(({ id, label, score = 1, mask }) => ({ id, label, score, mask, box: mask.box }))
  return new Scene(image, regions, true)
}
