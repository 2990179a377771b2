import type { ImageInfo } from '../image/image.js'
import type { Program } from '../language/query.js'
import type { Region } from '../mask/region.js'
import { reasonsOf } from '../reasoning/answer.js'
import { inventoryInWords } from '../reasoning/inventory.js'
import type { Scene } from '../scene/scene.js'
import type { Answer } from './answer.js'

/** An answer before it is timed and signed. */
export type Draft = Pick<Answer, 'regions' | 'answer' | 'reasons'> & { image: ImageInfo }

/** A draft that makes a turn: what it is about, and what the words were understood as. */
export type Understood = Draft & { noun?: string | undefined; program?: Program | undefined }

export function remark(image: ImageInfo, answer: string): Draft {
  return { image, regions: [], answer, reasons: {} }
}

export function everythingIn(scene: Scene): Draft {
  const { image, regions } = scene
  const reasons = reasonsOf(
    regions.map((region) => ({ region, score: 1, reasons: [] })),
    scene,
  )
  return { image, regions, answer: inventoryInWords(scene), reasons }
}

export function segmentedInWords(regions: readonly Region[]): string {
  const count = regions.length === 1 ? 'one region' : `${regions.length} regions`
  const said = `Segmented ${count}: ${regions.map(({ id }) => id).join(', ')}.`
  const blank = regions.filter(({ mask }) => mask.isEmpty).map(({ id }) => id)
  return blank.length === 0
    ? said
    : `${said} Nothing stood out in ${blank.join(', ')}: the mask is empty. Try a tighter box.`
}
