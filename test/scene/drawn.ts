import type { Box } from '../../src/geometry.js'
import { Mask } from '../../src/mask/mask.js'
import type { Region } from '../../src/mask/region.js'
import { Scene } from '../../src/scene/scene.js'
import { paintedImage } from '../fakes/engines.js'

export const size = { width: 200, height: 200 }
export type Bounds = readonly [x: number, y: number, width: number, height: number]
type Rgb = readonly [number, number, number]

/** A region of one or more boxes, less what is cut out of them. */
export function region(
  id: string,
  parts: readonly Bounds[],
  without: readonly Bounds[] = [],
  label = id,
): Region {
  const union = (boxes: readonly Bounds[]) =>
    boxes.reduce((mask, bounds) => mask.union(Mask.fromBox(boxOf(bounds), size)), Mask.empty(size))
  const mask = union(parts).subtract(union(without))
  return { id, label, score: 1, box: mask.box, mask }
}

/** A scene of the regions on a white picture, with boxes painted on it. */
export function sceneOf(regions: readonly Region[], paint: readonly (readonly [Bounds, Rgb])[] = []): Scene {
  const painted = paint.map(([bounds, rgb]) => ({ box: boxOf(bounds), rgb }))
  const white = { box: { x: 0, y: 0, ...size }, rgb: [255, 255, 255] as const }
  return new Scene(paintedImage('drawn', size, [white, ...painted]), regions)
}

function boxOf([x, y, width, height]: Bounds): Box {
  return { x, y, width, height }
}
