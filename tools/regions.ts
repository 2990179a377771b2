import { UserInputError } from '../src/errors.js'
import type { Conversation, ImageInfo, Region } from '../src/index.js'

/** The regions of these ids and the one picture that they lie in. */
export function regionsOf(
  talk: Conversation,
  ids: readonly string[],
): { image: ImageInfo; regions: Region[] } {
  const regions = [...new Set(ids)].map((id) => talk.region(id))
  const [image, ...others] = new Map(ids.map((id) => [talk.imageOf(id).id, talk.imageOf(id)])).values()
  if (image && others.length === 0) return { image, regions }
  throw new UserInputError(
    'bad-input',
    'Those regions lie in different pictures: name the regions of one picture.',
  )
}
