import { expect, it, vi } from 'vitest'
import type { Ledger } from '../../bench/soak-client.js'
import { soak } from '../../bench/soak-run.js'
import { examples, main } from '../adapters/pictures.js'

const SESSIONS = 8
/** For half of the turns: seconds, except on a machine that has much else to do. */
const timeout = 80_000

/** The minutes of `npm run soak` as a few answers: what counts here is that nothing fails and nothing is lost. */
it('loses nothing that was answered when it is killed amid eight sessions, which then go on', async () => {
  let before = 0
  const { ledger, lost, exit } = await soak({
    main,
    examples,
    sessions: SESSIONS,
    async half(ledger) {
      const enough = () => expect(turns(ledger) - before).toBeGreaterThanOrEqual(SESSIONS)
      await vi.waitFor(enough, { timeout, interval: 10 })
      before = turns(ledger)
    },
  })
  expect(ledger.errors).toEqual([])
  expect(lost).toEqual([[], []])
  expect(exit).toBe(0)
}, 180_000)

/** Answered, in all conversations. */
function turns({ answered }: Ledger): number {
  return [...answered.values()].reduce((sum, each) => sum + each, 0)
}
