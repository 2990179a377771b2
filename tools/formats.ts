import type { Image, ImageInfo, Region } from '../src/index.js'

/** What masks can be written as, and the extension that each file gets. */
export const FORMATS = {
  png: 'png',
  overlay: 'jpg',
  cutout: 'png',
  coco: 'json',
  rle: 'json',
  polygons: 'json',
  svg: 'svg',
  yolo: 'txt',
  labelme: 'json',
} as const

export type Format = keyof typeof FORMATS

export const formatNames = Object.keys(FORMATS) as [Format, ...Format[]]

/** A picture whose pixels are loaded for the formats that show them. */
export interface Exported {
  image: ImageInfo
  pixels(): Promise<Image>
}

/** The content of one file that holds `regions` in `format`. */
export async function encodeRegions(
  format: Format,
  { image, pixels }: Exported,
  regions: readonly Region[],
  labels: readonly string[],
): Promise<Uint8Array | string> {
  const [files, render] = await Promise.all([
    import('../src/mask/formats.js'),
    import('../src/mask/render.js'),
  ])
  switch (format) {
    case 'png':
      return (await render.renderMaskPng(image, regions)).encode('png')
    case 'overlay':
      return (await render.renderOverlay(await pixels(), regions)).encode('jpeg', 90)
    case 'cutout':
      return (await render.renderCutout(await pixels(), regions, { crop: true })).encode('png')
    case 'coco':
      return json(files.toCocoJson(image, regions))
    case 'rle':
      return json(
        regions.map(({ id, label, score, box, mask }) => ({ id, label, score, box, mask: mask.toRle() })),
      )
    case 'polygons':
      return json(
        regions.map(({ id, label, score, box, mask }) => ({
          id,
          label,
          score,
          box,
          polygons: mask.toPolygons(),
        })),
      )
    case 'svg':
      return files.toSvg(image, regions)
    case 'yolo':
      return files.toYolo(image, regions, labels)
    case 'labelme':
      return json(files.toLabelMe(image, regions))
  }
}

function json(value: unknown): string {
  return `${JSON.stringify(value)}\n`
}
