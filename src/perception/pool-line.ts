import { UserInputError } from '../errors.js'

export interface LineLimits {
  /** Requests that may wait, of all callers together. */
  readonly maxWaiting: number
  /** Requests of one caller that may wait. */
  readonly maxWaitingOfCaller: number
}

/** A line in which callers take turns, however much each of them asks. */
export interface Line<Item extends { readonly caller: string }> {
  readonly length: number
  /** All that wait, in no order that matters. */
  items(): Item[]
  /** Throws `busy` where there is no room. */
  add(item: Item): void
  /** Nothing happens where it has left already. */
  remove(item: Item): void
  /** Takes out the first that `fits`. Its caller goes behind the others; who was passed over keeps the place. */
  take(fits: (item: Item) => boolean): Item | undefined
}

export function createLine<Item extends { readonly caller: string }>({
  maxWaiting,
  maxWaitingOfCaller,
}: LineLimits): Line<Item> {
  /** By caller, each one's oldest first; the caller whose turn is next comes first. */
  const lanes = new Map<string, Item[]>()
  let length = 0

  function leave(lane: Item[], item: Item): void {
    lane.splice(lane.indexOf(item), 1)
    if (lane.length === 0) lanes.delete(item.caller)
    length--
  }

  return {
    get length() {
      return length
    },
    items: () => [...lanes.values()].flat(),
    add(item) {
      const lane = lanes.get(item.caller) ?? []
      if (lane.length >= maxWaitingOfCaller) {
        throw new UserInputError(
          'busy',
          `You have ${lane.length} requests waiting for the engine already: wait for their answers before you ask for more.`,
        )
      }
      if (length >= maxWaiting) {
        throw new UserInputError(
          'busy',
          'So many requests wait for the engine that there is no room for another: try again in a minute.',
        )
      }
      lane.push(item)
      lanes.set(item.caller, lane)
      length++
    },
    remove(item) {
      const lane = lanes.get(item.caller)
      if (lane?.includes(item)) leave(lane, item)
    },
    take(fits) {
      for (const [caller, lane] of lanes) {
        const item = lane.find(fits)
        if (item === undefined) continue
        lanes.delete(caller)
        lanes.set(caller, lane)
        leave(lane, item)
        return item
      }
      return undefined
    },
  }
}
