import type { ImageInfo, Region } from '../../src/index.js'
import { listed } from '../../src/language/lexicon/morphology.js'

/** Things that an alternative text names one by one; beyond that their count is enough. */
const MAX_NAMED = 12

type Reasons = Readonly<Record<string, string>>

/** One line a region, "3: dog, brown (r3)": the number that is drawn, what it is, and the id to speak of it by. */
export function legendOf(regions: readonly Region[], reasons: Reasons): string[] {
  return regions.map((region) => `${mark(region)}: ${brief(region, reasons)} (${region.id})`)
}

/** The same with all that speaks for each region: "3: dog, brown; on the left (r3)". */
export function reasonsInWords(regions: readonly Region[], reasons: Reasons): string {
  return regions
    .map((region) => `${mark(region)}: ${named(region, reasons[region.id])} (${region.id})`)
    .join('\n')
}

/** What a region is called in a menu: "3: dog, brown". */
export function nameOf(region: Region, reasons: Reasons): string {
  return `${mark(region)}: ${brief(region, reasons)}`
}

/** What a drawing shows, for those who can't see it: `In "park.jpg", marked by number: dog 3 and person 4.` */
export function altOf(
  { image, regions }: { image: ImageInfo; regions: readonly Region[] },
  how: string,
): string {
  const things = regions.slice(0, MAX_NAMED).map((region) => `${region.label} ${mark(region)}`)
  const more = regions.length - things.length
  return `In "${image.name}", ${how}: ${listed(more > 0 ? [...things, `${more} more`] : things)}.`
}

/** `r3` is drawn as 3. */
function mark({ id }: Region): string {
  return id.replace(/^r(?=\d+$)/, '')
}

/** The first of its reasons says what it is and its colour. */
function brief(region: Region, reasons: Reasons): string {
  return named(region, reasons[region.id]?.split(';')[0])
}

function named({ label }: Region, reason = label): string {
  return reason.startsWith(label) ? reason : `${label}, ${reason}`
}
