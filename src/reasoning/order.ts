import { boxCentre } from '../geometry.js'
import type { Order } from '../language/query.js'
import type { Region } from '../mask/region.js'
import { brightness, nearness } from '../scene/attributes.js'
import type { Scene } from '../scene/scene.js'

/** Sorts regions from the end that an order is named after: by centre, nearness, area, height or width. */
export function sortBy(order: Order, regions: readonly Region[], scene: Scene): Region[] {
  if (order === 'middle') return fromTheMiddle(regions)
  const key = KEYS[order]
  return [...regions].sort((a, b) => key(a, scene) - key(b, scene))
}

type Key = (region: Region, scene: Scene) => number

/** Smallest first. */
const KEYS: Readonly<Record<Exclude<Order, 'middle'>, Key>> = {
  left: ({ box }) => boxCentre(box).x,
  right: ({ box }) => -boxCentre(box).x,
  top: ({ box }) => boxCentre(box).y,
  bottom: ({ box }) => -(box.y + box.height),
  front: (region, { image }) => -nearness(region, image),
  back: (region, { image }) => nearness(region, image),
  largest: ({ mask }) => -mask.area,
  smallest: ({ mask }) => mask.area,
  tallest: ({ box }) => -box.height,
  shortest: ({ box }) => box.height,
  widest: ({ box }) => -box.width,
  narrowest: ({ box }) => box.width,
  darkest: ({ mask }, { image }) => brightness(image, mask),
  brightest: ({ mask }, { image }) => -brightness(image, mask),
}

/** By how far from the middle place they stand, along the axis on which they are spread out more. */
function fromTheMiddle(regions: readonly Region[]): Region[] {
  const centres = regions.map(({ box }) => boxCentre(box))
  const spread = (values: number[]) => Math.max(...values) - Math.min(...values)
  const axis = spread(centres.map(({ x }) => x)) >= spread(centres.map(({ y }) => y)) ? 'x' : 'y'
  const along = [...regions].sort((a, b) => boxCentre(a.box)[axis] - boxCentre(b.box)[axis])
  const middle = (along.length - 1) / 2
  return along
    .map((region, place) => ({ region, distance: Math.abs(place - middle) }))
    .sort((a, b) => a.distance - b.distance)
    .map(({ region }) => region)
}
