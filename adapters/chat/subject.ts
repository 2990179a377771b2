import { UserInputError } from '../../src/errors.js'
import type { ImageInfo } from '../../src/index.js'
import { regionsOf } from '../../tools/regions.js'
import type { Desk } from './desk.js'
import type { Subject } from './drawing.js'
import { openPictures } from './pictures.js'

/** The current picture. Throws `no-image` for a conversation that has none, be it new, expired or forgotten. */
export function currentPicture({ talk }: Desk): ImageInfo {
  if (talk.image) return talk.image
  throw new UserInputError(
    'no-image',
    'There is no picture in this conversation, or it rested so long that it was deleted: send one, and say what to find in it.',
  )
}

/**
 * Opens the pictures of a request, the last of which is the current one from then on. Throws `no-image` where there is
 * none, neither sent nor known.
 *
 * @returns what the person should know of them
 */
export async function takeIn(desk: Desk): Promise<string[]> {
  const { deixis, talk, inbound, follow } = desk
  const notes = await openPictures(inbound.images, deixis, follow.signal, (image) => talk.show(image))
  currentPicture(desk)
  return notes
}

/** The named regions, which are of one picture; without names, those that are selected. */
export function subjectOf(desk: Desk, ids: readonly string[] = []): Subject {
  const { talk, follow } = desk
  const current = currentPicture(desk)
  const { image, regions } =
    ids.length > 0 ? regionsOf(talk, ids) : { image: current, regions: talk.selection }
  if (regions.length === 0) {
    throw new UserInputError(
      'bad-input',
      'Nothing is selected: say what to find first, such as "the red car".',
    )
  }
  return { image, regions, pixels: () => talk.loadImage(image.id, follow) }
}
