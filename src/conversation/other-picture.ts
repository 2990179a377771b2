import type { Expression, Picture } from '../language/query.js'
import type { Region } from '../mask/region.js'
import type { State } from './state.js'

/**
 * The id of the picture that "the previous picture", "the second photo" or "the photo with the dog" means.
 *
 * @param album ids in the order in which the pictures were first shown
 * @param fitting the regions of a picture that an expression picks, as far as it was looked at
 */
export function pictureMeant(
  which: Picture,
  album: readonly string[],
  { imageId, turns }: State,
  fitting: (imageId: string, target: Expression) => readonly Region[],
): string | undefined {
  const others = album.filter((id) => id !== imageId)
  const place = album.indexOf(imageId ?? '')
  switch (which.kind) {
    case 'previous':
      return turns.findLast((turn) => turn.imageId !== imageId)?.imageId ?? album[place - 1] ?? others.at(-1)
    case 'next':
      return album[place + 1]
    case 'nth':
      return album[which.rank - 1]
    case 'latest':
      return album.at(-1)
    case 'with':
      return others.findLast((id) => fitting(id, which.target).length > 0)
  }
}
