import { expect, it } from 'vitest'
import { createLimits } from '../../../adapters/chat/limits.js'

function clock() {
  let ms = 0
  return { now: () => ms, pass: (seconds: number) => (ms += 1000 * seconds) }
}

it('allows a minute’s worth at once, and then at an even pace', () => {
  const { now, pass } = clock()
  const limits = createLimits({ authorPerMinute: 3 }, now)
  const ask = () => limits.take({ authorId: 'ann' })
  for (let i = 0; i < 3; i++) ask()
  expect(ask).toThrow('try again in 20 seconds')
  pass(19.5)
  expect(ask).toThrow('try again in a second')
  pass(0.5)
  ask()
  expect(ask).toThrow(expect.objectContaining({ code: 'busy' }))
  limits.take({ authorId: 'bob' })
})

it('counts a space for all its authors, and nobody for the space’s fault', () => {
  const { now, pass } = clock()
  const limits = createLimits({ authorPerMinute: 2, spacePerMinute: 2 }, now)
  limits.take({ authorId: 'ann', spaceId: 'zoo' })
  limits.take({ authorId: 'bob', spaceId: 'zoo' })
  expect(() => limits.take({ authorId: 'cem', spaceId: 'zoo' })).toThrow('Everybody here together')
  limits.take({ authorId: 'cem' })
  limits.take({ authorId: 'cem', spaceId: 'park' })
  pass(60)
  limits.take({ authorId: 'cem', spaceId: 'zoo' })
})

it('takes back what it counted', () => {
  const limits = createLimits({ authorPerMinute: 1, spacePerMinute: 1 }, clock().now)
  const refund = limits.take({ authorId: 'ann', spaceId: 'zoo' })
  refund()
  limits.take({ authorId: 'ann', spaceId: 'zoo' })
})

it('limits nobody without a limit', () => {
  const limits = createLimits({}, clock().now)
  for (let i = 0; i < 1000; i++) limits.take({ authorId: 'ann', spaceId: 'zoo' })
})
