import { describe, expect, it } from 'vitest'
import {
  type ColourName,
  colourLikeness,
  colourScore,
  colourShare,
  colourShares,
} from '../../src/image/colour.js'
import type { Image } from '../../src/image/image.js'
import { Mask } from '../../src/mask/mask.js'
import { openStack } from '../fixtures/stacks.js'

type Rgb = [number, number, number]

/** One row of pixels, with a white one at its end that says how bright the picture is. */
function row(colours: readonly Rgb[]): { image: Image; mask: Mask } {
  const all = [...colours, [255, 255, 255] as Rgb]
  const size = { width: all.length, height: 1 }
  const image = { ...size, id: '', name: '', pixels: Uint8Array.from(all.flat()) }
  return { image, mask: Mask.fromBox({ x: 0, y: 0, width: colours.length, height: 1 }, size) }
}

function nameOf(colour: Rgb): ColourName | undefined {
  const { image, mask } = row([colour])
  return colourShares(image, mask)[0]?.name
}

const everyday: [ColourName, Rgb[]][] = [
  [
    'black',
    [
      [0, 0, 0],
      [20, 20, 24],
      [38, 36, 34],
    ],
  ],
  [
    'white',
    [
      [255, 255, 255],
      [240, 240, 236],
      [226, 228, 232],
    ],
  ],
  [
    'grey',
    [
      [128, 128, 128],
      [100, 102, 105],
      [150, 148, 145],
    ],
  ],
  [
    'red',
    [
      [255, 0, 0],
      [178, 34, 34],
      [139, 0, 0],
      [220, 20, 60],
    ],
  ],
  [
    'orange',
    [
      [255, 140, 0],
      [255, 165, 0],
      [210, 105, 30],
      [240, 120, 40],
    ],
  ],
  [
    'yellow',
    [
      [255, 255, 0],
      [255, 215, 0],
      [230, 200, 60],
      [240, 230, 140],
    ],
  ],
  [
    'green',
    [
      [0, 128, 0],
      [50, 205, 50],
      [34, 85, 34],
      [107, 142, 35],
      [0, 128, 110],
    ],
  ],
  [
    'blue',
    [
      [0, 0, 255],
      [65, 105, 225],
      [135, 206, 235],
      [0, 0, 128],
      [40, 70, 130],
    ],
  ],
  [
    'purple',
    [
      [128, 0, 128],
      [75, 0, 130],
      [138, 43, 226],
      [100, 60, 140],
    ],
  ],
  [
    'pink',
    [
      [255, 192, 203],
      [255, 105, 180],
      [222, 130, 160],
      [255, 182, 193],
    ],
  ],
  [
    'brown',
    [
      [139, 69, 19],
      [101, 67, 33],
      [90, 55, 35],
      [120, 80, 50],
    ],
  ],
  [
    'beige',
    [
      [245, 222, 190],
      [222, 205, 175],
      [210, 190, 160],
    ],
  ],
]

describe('colourShares', () => {
  it.each(everyday)('calls everyday colours %s', (name, colours) => {
    expect(colours.map(nameOf)).toEqual(colours.map(() => name))
  })

  it('counts the parts of an object, the largest first', () => {
    const { image, mask } = row([...Array<Rgb>(7).fill([200, 20, 20]), ...Array<Rgb>(3).fill([20, 40, 200])])
    const shares = colourShares(image, mask)
    expect(shares.map(({ name }) => name)).toEqual(['red', 'blue'])
    expect(colourShare(shares, 'red')).toBeCloseTo(0.7, 1)
    expect(colourShare(shares, 'red') + colourShare(shares, 'blue')).toBeCloseTo(1)
    expect(colourShare(shares, 'green')).toBe(0)
  })

  it('keeps the name of a thing in the shade', () => {
    const shaded = (light: number): Rgb => [200 * light, 30 * light, 25 * light]
    const { image, mask } = row([1, 0.9, 0.8, 0.7, 0.6].map(shaded))
    expect(colourShares(image, mask)).toEqual([{ name: 'red', share: 1 }])
  })

  it('sees white in grey where the same thing is white in the light', () => {
    const white = row([...Array<Rgb>(4).fill([240, 240, 240]), ...Array<Rgb>(6).fill([170, 172, 176])])
    expect(colourShare(colourShares(white.image, white.mask), 'white')).toBeGreaterThan(0.95)
    const grey = row(Array<Rgb>(10).fill([170, 172, 176]))
    expect(colourShares(grey.image, grey.mask)[0]?.name).toBe('grey')
  })

  it('judges white by the brightest there is in the picture', () => {
    const size = { width: 2, height: 1 }
    const dim = { ...size, id: '', name: '', pixels: Uint8Array.of(205, 205, 200, 20, 20, 20) }
    const mask = Mask.fromBox({ x: 0, y: 0, width: 1, height: 1 }, size)
    expect(colourShares(dim, mask)[0]?.name).toBe('white')
  })

  it('has nothing to say about an empty mask', () => {
    const { image } = row([[1, 2, 3]])
    expect(colourShares(image, Mask.empty(image))).toEqual([])
  })

  it.each([
    ['stack-03', { 10: 'white', 11: 'purple', 12: 'brown', 13: 'red', 14: 'orange' }],
    ['stack-07', { 28: 'yellow', 29: 'purple', 30: 'pink', 31: 'green' }],
    ['stack-12', { 50: 'orange', 51: 'black', 52: 'green', 53: 'red', 54: 'brown', 55: 'blue' }],
  ] as const)('names the suitcases of %s', async (name, expected) => {
    const { image, regions } = await openStack(name)
    const named = regions.map(({ id, mask }) => [id, colourShares(image, mask)[0]!] as const)
    expect(Object.fromEntries(named.map(([id, colour]) => [id, colour.name]))).toEqual(expected)
    expect(Math.min(...named.map(([, colour]) => colour.share))).toBeGreaterThan(0.8)
  })
})

describe('colourScore', () => {
  it('holds from 22% of a thing on', () => {
    const { image, mask } = row([...Array<Rgb>(6).fill([200, 20, 20]), ...Array<Rgb>(4).fill([20, 40, 200])])
    const shares = colourShares(image, mask)
    expect(colourScore(shares, 'red')).toBe(1)
    expect(colourScore(shares, 'blue')).toBeGreaterThan(0.5)
    expect(colourScore(shares, 'green')).toBe(0)
    expect(colourScore([{ name: 'pink', share: 0.11 }], 'pink')).toBeCloseTo(0.25)
  })

  it('counts a saturated colour for more than a grey', () => {
    const { image, mask } = row([
      ...Array<Rgb>(3).fill([220, 40, 30]),
      ...Array<Rgb>(4).fill([125, 125, 125]),
    ])
    expect(colourShares(image, mask)[0]?.name).toBe('red')
  })
})

describe('colourShares(): clothes', () => {
  it('looks past skin', () => {
    const { image, mask } = row([
      ...Array<Rgb>(9).fill([190, 140, 115]),
      ...Array<Rgb>(3).fill([70, 110, 70]),
    ])
    const share = (on: 'things' | 'clothes') => colourShare(colourShares(image, mask, on), 'green')
    expect(share('clothes')).toBeGreaterThan(1.4 * share('things'))
  })
})

describe('colourLikeness', () => {
  it('is what two lists of shares have in common', () => {
    const [flag, shirt] = [
      [
        { name: 'red', share: 0.6 },
        { name: 'white', share: 0.4 },
      ],
      [
        { name: 'white', share: 0.7 },
        { name: 'red', share: 0.3 },
      ],
    ] as const
    expect(colourLikeness(flag, shirt)).toBeCloseTo(0.7)
    expect(colourLikeness(flag, [])).toBe(0)
  })
})
