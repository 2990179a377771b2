import { boxArea, intersectBoxes, type Size } from '../geometry.js'
import type { Image } from '../image/image.js'
import type { Mask } from '../mask/mask.js'
import type { Candidate } from '../perception/engine.js'
import type { Look } from './look.js'

/** Of two boxes that share this much of the smaller one, both are of one object. */
const WITHIN = 0.6

/** How much of a part lies in a group that it belongs to. */
const IN_GROUP = 0.85

/** A part that shows all of an object may be less likely than one that shows its head: down to this share of the limit. */
const POSSIBLE = 0.5

/** So many parts are outlined, and what overlaps none that is better: with all, no more objects are found in their place. */
const DRAWN = 6

/** A part of a picture, and how likely it is what is looked for. */
export interface Likely {
  readonly candidate: Candidate
  /** 0 to 1. */
  readonly score: number
}

/** An object that is what is looked for. */
export interface Located extends Likely {
  readonly mask: Mask
}

/**
 * Where the objects are that make parts of a picture likely, best first, each as likely as the likeliest of its parts. What
 * a namer is sure of is often a piece of an object, or a frame with more than it. Hence the part that stands for all that
 * overlap it is the one with the highest
 *
 *     P · s · √A · q²
 *
 * of its likelihood P, the score s of its being an object, its share A of the picture and the IoU q that the segmenter
 * expects of its outline. Further objects are as much less likely as their s · q² is less than that of the best; below
 * `limit` they are none. The whole picture stands only where no part does. Of 192 such products the simplest that is
 * within 0.03 of the best on either half of the photos (models/README.md).
 *
 * @param parts all that there are; those from `limit` on tell that there is one
 */
export async function locate(
  parts: readonly Likely[],
  limit: number,
  image: Image,
  { engines, context }: Look,
): Promise<Located[]> {
  const likely = parts.filter(({ score }) => score >= limit)
  if (likely.length === 0) return []
  const possible = parts
    .filter((one) => one.score >= POSSIBLE * limit && shareOf(one, image) < 1)
    .filter((one) => likely.some((other) => isOneObject(one, other)))
    .sort((a, b) => standing(b, image) - standing(a, image))
    .filter((one, i, all) => i < DRAWN || !all.slice(0, i).some((other) => isOneObject(one, other)))
  const chosen = possible.length > 0 ? possible : likely
  const prompts = chosen.map(({ candidate: { box } }) => ({ box }))
  const masks = await engines.segmenter.segment(image, prompts, context)
  const drawn: Drawn[] = chosen
    .map((one, i) => ({ ...one, mask: masks[i]!.mask, outline: masks[i]!.score ** 2 }))
    .filter(({ mask }) => !mask.isEmpty)
    .sort((a, b) => standing(b, image) * b.outline - standing(a, image) * a.outline)
  const objects: Drawn[] = []
  for (const one of drawn.filter((part) => !isGroup(part, drawn)))
    if (!objects.some((other) => isOneObject(one, other))) objects.push(one)
  for (const one of likely) {
    const object = objects.find((other) => isOneObject(one, other))
    if (object) object.score = Math.max(object.score, one.score)
  }
  const [best, ...others] = objects
  if (!best) return []
  for (const one of others)
    one.score = Math.min(one.score, best.score) * Math.min(1, shape(one) / shape(best))
  return objects.filter(({ score }) => score >= limit)
}

/** A part, and the square of what the segmenter expects of its outline. */
interface Drawn extends Located {
  score: number
  readonly outline: number
}

/** How surely a part is one object, whatever it is. */
function shape({ candidate, outline }: Drawn): number {
  return candidate.score * outline
}

/** Two that stand apart in it are each more surely what is looked for: a bowl of strawberries is no strawberry. */
function isGroup(one: Drawn, all: readonly Drawn[]): boolean {
  const sureness = (part: Drawn) => part.score * shape(part)
  const area = ({ candidate: { box } }: Drawn) => boxArea(box)
  const members = all.filter(
    (other) =>
      other !== one &&
      sureness(other) > sureness(one) &&
      boxArea(intersectBoxes(other.candidate.box, one.candidate.box)) >= IN_GROUP * area(other),
  )
  return members.some((a) => members.some((b) => !isOneObject(a, b)))
}

function standing(one: Likely, image: Size): number {
  return one.score * one.candidate.score * Math.sqrt(shareOf(one, image))
}

function shareOf({ candidate: { box } }: Likely, { width, height }: Size): number {
  return boxArea(box) / (width * height)
}

function isOneObject({ candidate: { box: a } }: Likely, { candidate: { box: b } }: Likely): boolean {
  return boxArea(intersectBoxes(a, b)) >= WITHIN * Math.min(boxArea(a), boxArea(b))
}
