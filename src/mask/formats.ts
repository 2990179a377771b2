import { UserInputError } from '../errors.js'
import type { ImageInfo } from '../image/image.js'
import type { Rgb } from './canvas.js'
import { cutOpen } from './contours.js'
import { colourOf } from './palette.js'
import type { Region } from './region.js'

/*
 * Masks as the files of annotation tools. Polygons follow the pixels' edges, and holes hang on their outlines
 * by cuts of no width, so that no format loses a pixel.
 */

/** A COCO data set of one image; categories are numbered from 1 in order of appearance. */
export function toCocoJson(image: ImageInfo, regions: readonly Region[]) {
  const labels = [...new Set(regions.map((region) => region.label))]
  return {
    images: [{ id: 1, file_name: image.name, width: image.width, height: image.height }],
    annotations: regions.map(({ id, label, score, mask }, i) => {
      const { x, y, width, height } = mask.box
      return {
        id: i + 1,
        image_id: 1,
        category_id: labels.indexOf(label) + 1,
        segmentation: mask.toPolygons(),
        bbox: [x, y, width, height],
        area: mask.area,
        iscrowd: 0,
        score,
        region_id: id,
      }
    }),
    categories: labels.map((name, i) => ({ id: i + 1, name })),
  }
}

/** A drawing of the image's size with one path a region. */
export function toSvg(image: ImageInfo, regions: readonly Region[]): string {
  const paths = regions.map(({ id, label, mask }, i) => {
    const d = mask
      .toRings()
      .flatMap(({ outer, holes }) => [outer, ...holes])
      .map((ring) => `M${ring.join(' ')}Z`)
      .join('')
    const name = escapeXml(id)
    return (
      `  <path data-region="${name}" fill="${hex(colourOf(id, i))}" fill-opacity="0.5" fill-rule="evenodd" d="${d}">` +
      `<title>${name} ${escapeXml(label)}</title></path>\n`
    )
  })
  const { width, height } = image
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">\n${paths.join('')}</svg>\n`
}

/** Ultralytics' segmentation lines, `class x1 y1 x2 y2 ...` from 0 to 1; the class is the label's place in `labels`. */
export function toYolo(image: ImageInfo, regions: readonly Region[], labels: readonly string[]): string {
  return regions
    .filter(({ mask }) => !mask.isEmpty)
    .map(({ id, label, mask }) => {
      const index = labels.indexOf(label)
      if (index < 0) {
        throw new UserInputError(
          'bad-input',
          `YOLO files number a fixed list of classes, and the label of region ${id} is not in it. Leave this region out, or choose another format.`,
        )
      }
      const [first, ...others] = mask.toPolygons()
      // A line holds one polygon: further pieces hang on the first as holes do.
      const line = cutOpen({ outer: first!, holes: others })
      const parts = line.map((value, i) => (value / (i % 2 === 0 ? image.width : image.height)).toFixed(6))
      return `${index} ${parts.join(' ')}\n`
    })
    .join('')
}

/** LabelMe's file for one image; the pieces of a region share a group. */
export function toLabelMe(image: ImageInfo, regions: readonly Region[]) {
  return {
    version: '5.5.0',
    flags: {},
    shapes: regions.flatMap(({ id, label, mask }, i) => {
      const polygons = mask.toPolygons()
      return polygons.map((polygon) => ({
        label,
        points: pairs(polygon),
        group_id: polygons.length > 1 ? i + 1 : null,
        description: id,
        shape_type: 'polygon',
        flags: {},
      }))
    }),
    imagePath: image.name,
    imageData: null,
    imageHeight: image.height,
    imageWidth: image.width,
  }
}

function pairs(polygon: readonly number[]): [x: number, y: number][] {
  return Array.from({ length: polygon.length / 2 }, (_, i) => [polygon[2 * i]!, polygon[2 * i + 1]!])
}

function hex(colour: Rgb): string {
  return `#${colour.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`
}

/** Control characters, most of which XML cannot hold, are left out. */
function escapeXml(text: string): string {
  return text.replace(/\p{Cc}/gu, '').replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`)
}
