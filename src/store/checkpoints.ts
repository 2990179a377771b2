import type { RunnableConfig } from '@langchain/core/runnables'
import {
  BaseCheckpointSaver,
  type Checkpoint,
  type CheckpointMetadata,
  type CheckpointTuple,
} from '@langchain/langgraph'
import { createMemoryShelf, type Kept, type Serialised, type Shelf } from './shelf.js'
import { createSqliteShelf } from './sqlite-shelf.js'

/** Channels of LangGraph that a task writes once at a time, and anew when it is run again. */
const REWRITTEN = ['__error__', '__scheduled__', '__interrupt__', '__resume__']

type PendingWrites = Parameters<BaseCheckpointSaver['putWrites']>[1]

/**
 * What LangGraph's agents remember of a conversation, whose id is the thread's. In the file of the conversations, and as
 * long as these; without a path, as long as the process lives. Only the latest checkpoint is kept: nobody travels in time.
 */
export function createCheckpointer(path?: string): BaseCheckpointSaver {
  return new Checkpointer(path === undefined ? createMemoryShelf() : createSqliteShelf(path))
}

class Checkpointer extends BaseCheckpointSaver {
  readonly #shelf: Shelf

  constructor(shelf: Shelf) {
    super()
    this.#shelf = shelf
  }

  override async getTuple(config: RunnableConfig): Promise<CheckpointTuple | undefined> {
    const { thread, namespace, id } = addressOf(config)
    const kept = this.#shelf.read(thread, namespace)
    if (!kept || (id !== undefined && id !== kept.id)) return undefined
    try {
      return await this.#tuple(thread, namespace, kept)
    } catch {
      // Of a version that wrote it otherwise: to begin anew is better than never to answer again.
      return undefined
    }
  }

  /** At most one for each namespace of the thread. */
  override async *list(
    config: RunnableConfig,
    {
      limit = Number.POSITIVE_INFINITY,
      before,
      filter = {},
    }: Parameters<BaseCheckpointSaver['list']>[1] = {},
  ): AsyncGenerator<CheckpointTuple> {
    const { thread } = addressOf(config)
    const asked: string | undefined = config.configurable?.checkpoint_ns
    let count = 0
    for (const namespace of asked === undefined ? this.#shelf.namespaces(thread) : [asked]) {
      const tuple = await this.getTuple({
        configurable: { ...config.configurable, checkpoint_ns: namespace },
      })
      if (!tuple || count >= limit) continue
      const end: string | undefined = before?.configurable?.checkpoint_id
      if (end !== undefined && tuple.checkpoint.id >= end) continue
      const metadata = tuple.metadata as Record<string, unknown> | undefined
      if (Object.entries(filter).some(([key, value]) => metadata?.[key] !== value)) continue
      count++
      yield tuple
    }
  }

  override async put(
    config: RunnableConfig,
    checkpoint: Checkpoint,
    metadata: CheckpointMetadata,
  ): Promise<RunnableConfig> {
    const { thread, namespace } = addressOf(config)
    const { id } = checkpoint
    const [body, about] = await Promise.all([this.#dump(checkpoint), this.#dump(metadata)])
    this.#shelf.write(thread, namespace, { id, checkpoint: body, metadata: about, writes: [] })
    return configOf(thread, namespace, id)
  }

  override async putWrites(
    config: RunnableConfig,
    writes: PendingWrites,
    task: string,
    path = '',
  ): Promise<void> {
    const { thread, namespace, id } = addressOf(config)
    if (id === undefined) throw new Error('Writes belong to a checkpoint: name its checkpoint_id.')
    const kept = writes.map(async ([channel, value], i) => {
      const place = REWRITTEN.indexOf(channel)
      return { task, number: place < 0 ? i : -1 - place, path, channel, value: await this.#dump(value) }
    })
    this.#shelf.add(thread, namespace, id, await Promise.all(kept))
  }

  override async deleteThread(thread: string): Promise<void> {
    this.#shelf.forget(thread)
  }

  async #tuple(thread: string, namespace: string, kept: Kept): Promise<CheckpointTuple> {
    const writes = [...kept.writes].sort(
      (a, b) => compare(a.path, b.path) || compare(a.task, b.task) || a.number - b.number,
    )
    return {
      config: configOf(thread, namespace, kept.id),
      checkpoint: await this.#load(kept.checkpoint),
      metadata: await this.#load(kept.metadata),
      pendingWrites: await Promise.all(
        writes.map(async ({ task, channel, value }): Promise<[string, string, unknown]> => {
          return [task, channel, await this.#load(value)]
        }),
      ),
    }
  }

  async #dump(value: unknown): Promise<Serialised> {
    const [type, bytes] = await this.serde.dumpsTyped(value)
    return { type, bytes }
  }

  #load({ type, bytes }: Serialised) {
    return this.serde.loadsTyped(type, bytes)
  }
}

interface Address {
  readonly thread: string
  readonly namespace: string
  readonly id: string | undefined
}

function addressOf({ configurable = {} }: RunnableConfig): Address {
  const { thread_id: thread, checkpoint_ns: namespace = '', checkpoint_id: id } = configurable
  if (typeof thread !== 'string' || thread === '') {
    throw new Error('A checkpoint belongs to a conversation: name it as configurable.thread_id.')
  }
  return { thread, namespace, id }
}

function configOf(thread: string, namespace: string, id: string): RunnableConfig {
  return { configurable: { thread_id: thread, checkpoint_ns: namespace, checkpoint_id: id } }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
