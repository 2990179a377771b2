import { LRUCache } from 'lru-cache'

/** A value as LangGraph's serialiser writes it. */
export interface Serialised {
  readonly type: string
  readonly bytes: Uint8Array
}

/** The latest checkpoint of one namespace of a thread. */
export interface Kept {
  readonly id: string
  readonly checkpoint: Serialised
  readonly metadata: Serialised
  /** Of steps that were not finished, in no order. */
  readonly writes: readonly KeptWrite[]
}

export interface KeptWrite {
  readonly task: string
  /** Its place among the task's writes; below zero for what may be written again. */
  readonly number: number
  /** Of the task. */
  readonly path: string
  readonly channel: string
  readonly value: Serialised
}

/** Where checkpoints lie: one for each namespace of a thread. A thread is a conversation. */
export interface Shelf {
  read(thread: string, namespace: string): Kept | undefined
  namespaces(thread: string): string[]
  /** Takes the place of the former checkpoint and of its writes. A thread that has grown too large is dropped. */
  write(thread: string, namespace: string, kept: Kept): void
  /** Adds to the checkpoint of that id, or nothing if it is gone. */
  add(thread: string, namespace: string, id: string, writes: readonly KeptWrite[]): void
  forget(thread: string): void
}

/** Of one thread, in bytes: an agent remembers a few exchanges, which is a few kilobytes. */
export const MAX_THREAD_BYTES = 1024 * 1024

const MAX_THREADS = 100

/** Keeps checkpoints as long as the process lives. */
export function createMemoryShelf(): Shelf {
  const threads = new LRUCache<string, ReadonlyMap<string, Kept>>({ max: MAX_THREADS })

  return {
    read: (thread, namespace) => threads.get(thread)?.get(namespace),
    namespaces: (thread) => [...(threads.peek(thread)?.keys() ?? [])],
    write: put,
    add(thread, namespace, id, writes) {
      const kept = threads.get(thread)?.get(namespace)
      if (kept?.id === id) put(thread, namespace, { ...kept, writes: merged(kept.writes, writes) })
    },
    forget(thread) {
      threads.delete(thread)
    },
  }

  function put(thread: string, namespace: string, kept: Kept): void {
    const all = new Map(threads.peek(thread)).set(namespace, kept)
    const size = [...all.values()].reduce((sum, one) => sum + sizeOf(one), 0)
    if (size > MAX_THREAD_BYTES) threads.delete(thread)
    else threads.set(thread, all)
  }
}

function merged(former: readonly KeptWrite[], writes: readonly KeptWrite[]): KeptWrite[] {
  const all = new Map(former.map((write) => [keyOf(write), write]))
  for (const write of writes) {
    if (write.number < 0 || !all.has(keyOf(write))) all.set(keyOf(write), write)
  }
  return [...all.values()]
}

function keyOf({ task, number }: KeptWrite): string {
  return `${number} ${task}`
}

function sizeOf({ checkpoint, metadata, writes }: Kept): number {
  const values = [checkpoint, metadata, ...writes.map(({ value }) => value)]
  return values.reduce((sum, { bytes }) => sum + bytes.length, 0)
}
