import { UserInputError } from '../../src/errors.js'

/** Requests that may wait for the engine, of everybody together. */
export const MAX_WAITING = 256
/** Calls of all sessions of one owner that may be under way at once: others find room behind them. */
const MAX_OF_OWNER = MAX_WAITING / 2
/** Calls of one session. */
const MAX_OF_SESSION = 16

/** Counts the calls under way of one owner: call it for a session, and what it returns for a call. */
export type CallCount = () => () => () => void

/** Calls beyond the limits throw `busy`; what a call returns is called at its end. */
export function createCallCount(): CallCount {
  let ofOwner = 0
  return () => {
    let ofSession = 0
    return () => {
      if (ofSession >= MAX_OF_SESSION) throw busy('this session', MAX_OF_SESSION)
      if (ofOwner >= MAX_OF_OWNER) throw busy('all your sessions', MAX_OF_OWNER)
      ofSession++
      ofOwner++
      return () => {
        ofSession--
        ofOwner--
      }
    }
  }
}

function busy(whose: string, max: number): UserInputError {
  return new UserInputError(
    'busy',
    `${max} calls of ${whose} are under way, and no more may be: wait for their answers.`,
  )
}
