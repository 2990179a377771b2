import type { ImageInfo } from '../image/image.js'
import { type Draft, remark } from './draft.js'
import { findingsOf, fruitful, regionsOf, type State } from './state.js'

/** The selection as it stands in a picture. */
export function standing(state: State, image: ImageInfo, said: string): Draft {
  const choice = fruitful(state, image.id).at(-1)
  return {
    image,
    regions: regionsOf(choice, findingsOf(state, image.id).regions),
    answer: `${said} ${choice?.answer ?? 'Nothing is selected.'}`,
    reasons: choice?.reasons ?? {},
  }
}

/** Why the last answer about a picture is what it is. */
export function why(state: State, image: ImageInfo): Draft {
  const last = state.turns.findLast(({ imageId }) => imageId === image.id)
  if (!last) return remark(image, 'Nothing was asked yet.')
  const because = Object.entries(last.reasons).map(([id, reason]) => `${id}: ${reason}.`)
  return {
    image,
    regions: regionsOf(last, findingsOf(state, image.id).regions),
    answer: because.length > 0 ? because.join(' ') : last.answer,
    reasons: last.reasons,
  }
}
