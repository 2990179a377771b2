import { describe, expect, it } from 'vitest'
import { parseBox, parsePoint, promptsOf } from '../../../adapters/cli/parse.js'

describe('parseBox()', () => {
  it('reads x, y, width and height', () => {
    expect(parseBox('1, 2,3.5,4')).toEqual({ x: 1, y: 2, width: 3.5, height: 4 })
  })

  it.each(['', '1,2,3', '1,2,3,4,5', '1,2,0,4', 'a,2,3,4', '1,,3,4'])('refuses "%s"', (text) => {
    expect(() => parseBox(text)).toThrow('--box: expected x,y,width,height')
  })
})

describe('parsePoint()', () => {
  it('reads points on and off an object', () => {
    expect(parsePoint('1,2')).toEqual({ x: 1, y: 2, positive: true })
    expect(parsePoint('1,2,negative')).toEqual({ x: 1, y: 2, positive: false })
  })

  it.each(['', '1', '1,b', '1,2,no', '1,2,negative,3'])('refuses "%s"', (text) => {
    expect(() => parsePoint(text)).toThrow('--point: expected x,y')
  })
})

describe('promptsOf()', () => {
  const box = { x: 1, y: 2, width: 3, height: 4 }
  const point = { x: 1, y: 2, positive: true }

  it('takes boxes for objects of their own, and points for one object', () => {
    expect(promptsOf([box, box], [])).toEqual([{ box }, { box }])
    expect(promptsOf([], [point, point])).toEqual([{ points: [point, point] }])
    expect(promptsOf([box], [point])).toEqual([{ box, points: [point] }])
  })

  it('will not guess to which box a point belongs', () => {
    expect(() => promptsOf([box, box], [point])).toThrow('--point belongs to one object')
  })
})
