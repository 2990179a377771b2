import { LRUCache } from 'lru-cache'

const MAX_PICTURES = 1000

/** The pictures that a client has opened, by id, and what each is called there. */
export interface Shelf {
  /** Without a name it keeps the one that it has. */
  put(id: string, name?: string): void
  has(id: string): boolean
  nameOf(id: string): string | undefined
  /** Put last, first. */
  ids(): string[]
}

/** Forgets those that were put longest ago. */
export function createShelf(): Shelf {
  const names = new LRUCache<string, { name: string | undefined }>({ max: MAX_PICTURES })
  const nameOf = (id: string) => names.peek(id)?.name
  return {
    put: (id, name = nameOf(id)) => void names.set(id, { name }),
    has: (id) => names.has(id),
    nameOf,
    ids: () => [...names.keys()],
  }
}
