import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import type { Box } from '../../src/geometry.js'
import { boxArea, intersectBoxes } from '../../src/geometry.js'
import type { Image } from '../../src/image/image.js'
import { Mask } from '../../src/mask/mask.js'
import type { Region } from '../../src/mask/region.js'
import {
  type Picture,
  renderCrop,
  renderCutout,
  renderMarks,
  renderMaskPng,
  renderOverlay,
} from '../../src/mask/render.js'
import { openStack } from '../fixtures/stacks.js'

const GREY = 120
const size = { width: 200, height: 150 }

function greyImage(): Image {
  return { ...size, id: 'x', name: 'grey.png', pixels: new Uint8Array(200 * 150 * 3).fill(GREY) }
}

function region(id: string, box: Box, label = 'thing'): Region {
  return { id, label, score: 1, box, mask: Mask.fromBox(box, size) }
}

/** What is in the file that the picture becomes. */
async function decoded(picture: Picture) {
  const { data, info } = await sharp(await picture.encode('png'))
    .raw()
    .toBuffer({ resolveWithObject: true })
  const at = (x: number, y: number) => {
    const start = (y * info.width + x) * info.channels
    return [...data.subarray(start, start + info.channels)]
  }
  return { ...info, at }
}

const box = { x: 40, y: 30, width: 100, height: 80 }

describe('renderOverlay', () => {
  it('tints the regions, outlines them, darkens the rest, and leaves the image alone', async () => {
    const image = greyImage()
    const { at, width, height } = await decoded(
      await renderOverlay(image, [region('r1', box)], { marks: false }),
    )
    expect([width, height]).toEqual([200, 150])
    const [red, green, blue] = at(90, 70)
    // Enough to be seen, and not so much that a grey thing looks blue.
    expect(blue! - red!).toBeGreaterThan(25)
    expect(blue! - red!).toBeLessThan(60)
    expect(green!).toBeGreaterThan(GREY)
    const onEdge = at(40, 70)
    expect(onEdge[2]! - onEdge[0]!).toBeGreaterThan(blue! - red!)
    expect(Math.max(...at(38, 70))).toBeLessThan(Math.max(...at(10, 10)))
    expect(new Set(at(10, 10)).size).toBe(1)
    expect(at(10, 10)[0]).toBeLessThan(GREY)
    expect(image.pixels.every((value) => value === GREY)).toBe(true)
  })

  it('shows the picture as it is where nothing is picked', async () => {
    const { at } = await decoded(await renderOverlay(greyImage(), []))
    expect(at(100, 75)).toEqual([GREY, GREY, GREY])
    const nothing = { ...region('r1', box), mask: Mask.empty(size) }
    expect((await decoded(await renderOverlay(greyImage(), [nothing]))).at(1, 1)).toEqual([GREY, GREY, GREY])
  })

  it('gives a region the same colour in every turn', async () => {
    const colour = async (regions: Region[]) =>
      (await decoded(await renderOverlay(greyImage(), regions, { marks: false }))).at(90, 70)
    const other = region('r1', { x: 0, y: 0, width: 20, height: 20 })
    expect(await colour([region('r4', box)])).toEqual(await colour([other, region('r4', box)]))
    expect(await colour([region('r4', box)])).not.toEqual(await colour([region('r5', box)]))
  })

  it('keeps small regions in sight that lie on large ones', async () => {
    const small = region('r2', { x: 80, y: 60, width: 20, height: 20 })
    const draw = (regions: Region[]) => renderOverlay(greyImage(), regions, { marks: false })
    const [one, other] = [await draw([small, region('r1', box)]), await draw([region('r1', box), small])]
    expect(await one.encode('png')).toEqual(await other.encode('png'))
  })

  it('scales down to maxSide, never up', async () => {
    const regions = [region('r1', box)]
    expect(await renderOverlay(greyImage(), regions, { maxSide: 50 })).toMatchObject({
      width: 50,
      height: 38,
    })
    expect(await renderOverlay(greyImage(), regions, { maxSide: 900 })).toMatchObject(size)
  })

  it('draws a picture of one pixel', async () => {
    const one = { width: 1, height: 1 }
    const mask = Mask.empty(one).invert()
    const image = { ...one, id: '', name: '', pixels: Uint8Array.of(1, 2, 3) }
    await expect(
      renderOverlay(image, [{ id: 'r1', label: 'dot', score: 1, box: mask.box, mask }]),
    ).resolves.toMatchObject(one)
  })

  it('draws without fonts whatever the labels and ids are', async () => {
    const labels = ['dog', 'très long '.repeat(20), '猫', '', '\n<&>']
    const regions = labels.map((label, i) => region(`${label}${i}`, { ...box, x: i * 30, width: 25 }, label))
    await expect(renderOverlay(greyImage(), regions)).resolves.toMatchObject(size)
  })
})

describe('renderMarks', () => {
  it('draws boxes and plates and leaves the rest of the picture alone', async () => {
    const { at } = await decoded(await renderMarks(greyImage(), [region('r1', box)]))
    const edge = at(40, 50)
    expect(edge[2]! - edge[0]!).toBeGreaterThan(100)
    expect(at(50, 40)).toEqual([GREY, GREY, GREY])
    expect(at(10, 10)).toEqual([GREY, GREY, GREY])
    const plate = Array.from({ length: 100 }, (_, i) => at(40 + i, 70))
    expect(plate.some(([red, green, blue]) => red! < 40 && green! < 40 && blue! < 50)).toBe(true)
  })
})

describe('renderCutout', () => {
  it('keeps the regions on a transparent ground', async () => {
    const { at, channels, width } = await decoded(await renderCutout(greyImage(), [region('r1', box)]))
    expect([channels, width]).toEqual([4, 200])
    expect(at(90, 70)).toEqual([GREY, GREY, GREY, 255])
    expect(at(10, 10)).toEqual([0, 0, 0, 0])
  })

  it('crops to them', async () => {
    const picture = await renderCutout(greyImage(), [region('r1', box)], { crop: true })
    expect(picture).toMatchObject({ width: 100, height: 80 })
    await expect(renderCutout(greyImage(), [], { crop: true })).rejects.toMatchObject({ code: 'bad-input' })
  })
})

describe('renderCrop', () => {
  it('takes every pixel that the box touches, as far as it is in the picture', async () => {
    const image = greyImage()
    image.pixels[(75 * 200 + 100) * 3] = 255
    const { at, width, height } = await decoded(
      await renderCrop(image, { x: 99.5, y: 75, width: 300, height: 2 }),
    )
    expect([width, height]).toEqual([101, 2])
    expect(at(1, 0)).toEqual([255, GREY, GREY])
  })

  it.each([
    { x: 300, y: 0, width: 10, height: 10 },
    { x: 0, y: 0, width: 0, height: 10 },
    { x: Number.NaN, y: 0, width: 10, height: 10 },
  ])('refuses a box with nothing in it', async (empty) => {
    await expect(renderCrop(greyImage(), empty)).rejects.toMatchObject({ code: 'bad-input' })
  })
})

describe('renderMaskPng', () => {
  it('is white in any region, black elsewhere', async () => {
    const regions = [region('r1', box), region('r2', { x: 150, y: 0, width: 50, height: 10 })]
    const file = await (await renderMaskPng(greyImage(), regions)).encode('png')
    expect(await sharp(file).metadata()).toMatchObject({ width: 200, height: 150, channels: 1 })
    const white = await sharp(file).toColourspace('b-w').raw().toBuffer()
    expect(white.filter((value) => value === 255).length).toBe(100 * 80 + 50 * 10)
    expect(white.filter((value) => value !== 0 && value !== 255).length).toBe(0)
  })
})

describe('Picture', () => {
  it('writes the format that the extension names', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'deixis-render-'))
    const picture = await renderOverlay(greyImage(), [region('r1', box)])
    for (const [name, format] of [
      ['a.PNG', 'png'],
      ['a.jpg', 'jpeg'],
      ['a.webp', 'webp'],
    ] as const) {
      await picture.write(join(folder, name))
      expect(await sharp(await readFile(join(folder, name))).metadata()).toMatchObject({ ...size, format })
    }
    for (const path of ['a.bmp', 'missing/a.png']) {
      await expect(picture.write(join(folder, path))).rejects.toMatchObject({ code: 'bad-input' })
    }
    await rm(folder, { recursive: true })
  })

  it('lays a cutout on white where JPEG has no transparency', async () => {
    const file = await (await renderCutout(greyImage(), [region('r1', box)])).encode('jpeg')
    const corner = await sharp(file).extract({ left: 0, top: 0, width: 1, height: 1 }).raw().toBuffer()
    expect(Math.min(...corner)).toBeGreaterThan(250)
  })

  it('makes previews that fit', async () => {
    const noise = { width: 1500, height: 1200 }
    const pixels = new Uint8Array(noise.width * noise.height * 3).map((_, i) => (i * 7919) % 251)
    const picture = await renderCrop({ ...noise, id: '', name: '', pixels }, { x: 0, y: 0, ...noise })
    const roomy = await picture.preview(10_000_000)
    expect(roomy.mimeType).toBe('image/webp')
    expect(await sharp(roomy.data).metadata()).toMatchObject({ width: 1024, height: 819, format: 'webp' })
    const tight = await picture.preview(20_000)
    expect(tight.data.length).toBeLessThanOrEqual(20_000)
    expect((await sharp(tight.data).metadata()).width).toBeLessThan(1024)
  })
})

describe('marks on a drawn stack', () => {
  it('lie on their suitcases and off each other', async () => {
    const { image, regions } = await openStack('stack-12')
    const { placeMarks } = await import('../../src/mask/marks.js')
    const { distanceField } = await import('../../src/mask/distance.js')
    const marks = placeMarks(
      regions.map((r) => ({ region: r, colour: [0, 0, 0], field: distanceField(r.mask, 1, 4) })),
      image,
      1,
    )
    expect(marks.map((mark) => mark.number).sort()).toEqual(regions.map((r) => r.id).sort())
    for (const mark of marks) {
      const { mask } = regions.find((r) => r.id === mark.number)!
      const centre = { x: mark.box.x + mark.box.width / 2, y: mark.box.y + mark.box.height / 2 }
      expect(mask.contains(centre)).toBe(true)
      for (const other of marks) {
        if (other !== mark) expect(boxArea(intersectBoxes(mark.box, other.box))).toBe(0)
      }
    }
  })
})
