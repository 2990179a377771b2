import { expect, test } from 'vitest'
import { createLine, type Line } from '../../src/perception/pool-line.js'

interface Item {
  caller: string
  name: string
}

const item = (name: string): Item => ({ caller: name[0]!, name })
const any = () => true

function lineOf(names: readonly string[], limits = { maxWaiting: 100, maxWaitingOfCaller: 100 }): Line<Item> {
  const line = createLine<Item>(limits)
  for (const name of names) line.add(item(name))
  return line
}

/** All that are left, in their turn. */
function order(line: Line<Item>): string[] {
  const names: string[] = []
  for (let next = line.take(any); next; next = line.take(any)) names.push(next.name)
  return names
}

test('callers take turns, and each keeps the order', () => {
  const line = lineOf(['a1', 'a2', 'a3', 'b1', 'b2', 'c1'])
  expect(order(line)).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3'])
})

test('who comes later waits for one turn of each, however many they have', () => {
  const line = lineOf(['a1', 'a2', 'a3', 'a4'])
  expect(line.take(any)?.name).toBe('a1')
  line.add(item('b1'))
  expect(order(line)).toEqual(['a2', 'b1', 'a3', 'a4'])
})

test('who is passed over keeps the place', () => {
  const line = lineOf(['a1', 'b1', 'c1'])
  expect(line.take(({ caller }) => caller !== 'a')?.name).toBe('b1')
  expect(order(line)).toEqual(['a1', 'c1'])
  expect(line.take(any)).toBeUndefined()
})

test('who is taken out leaves no gap', () => {
  const line = createLine<Item>({ maxWaiting: 3, maxWaitingOfCaller: 3 })
  const [a1, a2, b1] = [item('a1'), item('a2'), item('b1')]
  for (const one of [a1, a2, b1]) line.add(one)
  line.remove(a1)
  line.remove(b1)
  line.remove(b1)
  expect(line.length).toBe(1)
  expect(line.items()).toEqual([a2])
  line.add(b1)
  expect(order(line)).toEqual(['a2', 'b1'])
  expect(line.length).toBe(0)
})

test('there is room for so many of one caller, and for so many in all', () => {
  const line = lineOf(['a1', 'a2', 'b1'], { maxWaiting: 4, maxWaitingOfCaller: 2 })
  expect(() => line.add(item('a3'))).toThrow(/You have 2 requests waiting .* wait for their answers/)
  line.add(item('c1'))
  expect(() => line.add(item('d1'))).toThrow(/try again in a minute/)
  expect(() => line.add(item('d1'))).toThrow(expect.objectContaining({ code: 'busy' }))
  line.take(any)
  line.add(item('d1'))
  expect(order(line)).toEqual(['b1', 'c1', 'a2', 'd1'])
})
