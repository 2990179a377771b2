import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Session, startSession } from '../adapters/mcp/client.js'
import { stack } from '../adapters/pictures.js'

let session: Session
let areas: { r: number; s: number }
const [r, s] = ['r', 's'] as const
const ids = { r: '', s: '' }

beforeAll(async () => {
  session = await startSession()
  const boxes = [
    { x: 200, y: 300, width: 200, height: 120 },
    { x: 260, y: 200, width: 200, height: 200 },
  ]
  const { data } = await session.call('segment', { image: stack, boxes })
  ids.r = data.regions[0].id
  ids.s = data.regions[1].id
  areas = { r: data.regions[0].area, s: data.regions[1].area }
})
afterAll(() => session[Symbol.asyncDispose]())

/** Refines, and gives the one region that comes back. */
async function refined(args: Record<string, unknown>) {
  const { data, text } = await session.call('refine', { region: ids.r, ...args })
  expect(data?.regions, text).toHaveLength(1)
  expect(data.regions[0].id).toBe(ids.r)
  return data.regions[0]
}

it('grows and shrinks', async () => {
  const grown = await refined({ action: 'grow', pixels: 5 })
  expect(grown.area).toBeGreaterThan(areas[r])
  const shrunk = await refined({ action: 'shrink', pixels: 9 })
  expect(shrunk.area).toBeLessThan(grown.area)
})

it('segments again in another box', async () => {
  const box = { x: 200, y: 300, width: 200, height: 120 }
  expect((await refined({ action: 'box', box })).area).toBeCloseTo(areas[r], 3)
})

it('adds and takes away other regions', async () => {
  const united = await refined({ action: 'union', regions: [ids.s] })
  expect(united.area).toBeGreaterThanOrEqual(areas[s])
  const rest = await refined({ action: 'subtract', regions: [ids.s] })
  expect(rest.area).toBeCloseTo(united.area - areas[s], 3)
})

it('fills holes and takes points', async () => {
  await refined({ action: 'fill-holes' })
  await refined({ action: 'points', points: [{ x: 300, y: 360 }] })
  await refined({ action: 'redraw' })
})

it.each([
  [{ action: 'grow' }, 'The action "grow" needs pixels.'],
  [{ action: 'points', points: [] }, 'The action "points" needs points.'],
  [{ action: 'box' }, 'The action "box" needs box.'],
  [{ action: 'union' }, 'The action "union" needs regions.'],
])('says what %j lacks', async (args, message) => {
  const { isError, text } = await session.call('refine', { region: ids.r, ...args })
  expect(isError).toBe(true)
  expect(text).toBe(message)
})

it('names the known regions when it is given another', async () => {
  const { isError, text } = await session.call('refine', { region: 'r99', action: 'fill-holes' })
  expect(isError).toBe(true)
  expect(text).toContain(ids.r)
  expect(text).toContain(ids.s)
})
