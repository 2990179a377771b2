import { describe, expect, it } from 'vitest'
import type { Image } from '../../src/image/image.js'
import { toCocoJson, toLabelMe, toSvg, toYolo } from '../../src/mask/formats.js'
import { Mask } from '../../src/mask/mask.js'
import type { Region } from '../../src/mask/region.js'

const size = { width: 10, height: 5 }
const image: Image = { ...size, id: 'x', name: 'photo.jpg', pixels: new Uint8Array(150) }

function region(id: string, label: string, mask: Mask): Region {
  return { id, label, score: 0.5, box: mask.box, mask }
}

const box = (x: number, y: number, width: number, height: number) =>
  Mask.fromBox({ x, y, width, height }, size)
/** A ring of 3 × 3 round one pixel, and two pieces. */
const regions = [
  region('r1', 'donut', box(0, 0, 3, 3).subtract(box(1, 1, 1, 1))),
  region('r2', 'dog & <cat>', box(5, 0, 1, 1).union(box(7, 2, 2, 2))),
]

describe('toCocoJson', () => {
  it('is a data set of one image', () => {
    expect(JSON.stringify(toCocoJson(image, regions))).toMatchInlineSnapshot(
      `"{"images":[{"id":1,"file_name":"photo.jpg","width":10,"height":5}],"annotations":[{"id":1,"image_id":1,"category_id":1,"segmentation":[[3,0,3,3,2,2,2,1,1,1,1,2,2,2,3,3,0,3,0,0]],"bbox":[0,0,3,3],"area":8,"iscrowd":0,"score":0.5,"region_id":"r1"},{"id":2,"image_id":1,"category_id":2,"segmentation":[[6,0,6,1,5,1,5,0],[9,2,9,4,7,4,7,2]],"bbox":[5,0,4,4],"area":5,"iscrowd":0,"score":0.5,"region_id":"r2"}],"categories":[{"id":1,"name":"donut"},{"id":2,"name":"dog & <cat>"}]}"`,
    )
  })

  it('loses no pixel', () => {
    const { annotations } = toCocoJson(image, regions)
    annotations.forEach(({ segmentation }, i) => {
      expect(Mask.fromPolygons(segmentation, size).equals(regions[i]!.mask)).toBe(true)
    })
  })
})

describe('toSvg', () => {
  it('draws paths with holes and escapes what people wrote', () => {
    expect(toSvg(image, regions)).toMatchInlineSnapshot(`
      "<svg xmlns="http://www.w3.org/2000/svg" width="10" height="5" viewBox="0 0 10 5">
        <path data-region="r1" fill="#00a3ff" fill-opacity="0.5" fill-rule="evenodd" d="M3 0 3 3 0 3 0 0ZM2 2 2 1 1 1 1 2Z"><title>r1 donut</title></path>
        <path data-region="r2" fill="#ff8a00" fill-opacity="0.5" fill-rule="evenodd" d="M6 0 6 1 5 1 5 0ZM9 2 9 4 7 4 7 2Z"><title>r2 dog &#38; &#60;cat&#62;</title></path>
      </svg>
      "
    `)
  })
})

describe('toYolo', () => {
  const labels = ['person', 'donut', 'dog & <cat>']

  it('writes a line a region', () => {
    expect(toYolo(image, regions, labels)).toMatchInlineSnapshot(`
      "1 0.300000 0.000000 0.300000 0.600000 0.200000 0.400000 0.200000 0.200000 0.100000 0.200000 0.100000 0.400000 0.200000 0.400000 0.300000 0.600000 0.000000 0.600000 0.000000 0.000000
      2 0.600000 0.000000 0.600000 0.200000 0.900000 0.400000 0.900000 0.800000 0.700000 0.800000 0.700000 0.400000 0.900000 0.400000 0.600000 0.200000 0.500000 0.200000 0.500000 0.000000
      "
    `)
  })

  it('loses no pixel', () => {
    const lines = toYolo(image, regions, labels).trimEnd().split('\n')
    lines.forEach((line, i) => {
      const values = line.split(' ').slice(1).map(Number)
      const polygon = values.map((value, k) => value * (k % 2 === 0 ? size.width : size.height))
      expect(Mask.fromPolygons([polygon], size).equals(regions[i]!.mask)).toBe(true)
    })
  })

  it('passes over empty masks and refuses labels without a number', () => {
    expect(toYolo(image, [region('r3', 'donut', Mask.empty(size))], labels)).toBe('')
    expect(() => toYolo(image, regions, ['donut'])).toThrow(
      expect.objectContaining({ code: 'bad-input', message: expect.stringContaining('r2') }),
    )
  })
})

describe('toLabelMe', () => {
  it('is a file that LabelMe opens', () => {
    expect(JSON.stringify(toLabelMe(image, regions))).toMatchInlineSnapshot(
      `"{"version":"5.5.0","flags":{},"shapes":[{"label":"donut","points":[[3,0],[3,3],[2,2],[2,1],[1,1],[1,2],[2,2],[3,3],[0,3],[0,0]],"group_id":null,"description":"r1","shape_type":"polygon","flags":{}},{"label":"dog & <cat>","points":[[6,0],[6,1],[5,1],[5,0]],"group_id":2,"description":"r2","shape_type":"polygon","flags":{}},{"label":"dog & <cat>","points":[[9,2],[9,4],[7,4],[7,2]],"group_id":2,"description":"r2","shape_type":"polygon","flags":{}}],"imagePath":"photo.jpg","imageData":null,"imageHeight":5,"imageWidth":10}"`,
    )
  })
})
