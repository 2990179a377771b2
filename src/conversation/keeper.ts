import { UserInputError } from '../errors.js'
import { BLANK, type ConversationStore, type Snapshot } from './store.js'

/** Keeps one conversation in its store, and notices where another process went on with it. */
export class Keeper {
  readonly #store: ConversationStore
  readonly #id: string
  #revision = 0
  #kept: Snapshot | undefined

  constructor(store: ConversationStore, id: string) {
    this.#store = store
    this.#id = id
  }

  /** What another process, or this one before a restart, has made of the conversation since it was last read or kept. */
  news(): Snapshot | undefined {
    if (this.#store.revision(this.#id) === this.#revision) return undefined
    const saved = this.#store.load(this.#id)
    this.#revision = saved?.revision ?? 0
    this.#kept = saved?.snapshot
    // Forgotten elsewhere is forgotten here.
    return saved?.snapshot ?? BLANK
  }

  /** Throws where another process was first: its state is read at the next request. */
  keep(snapshot: Snapshot): void {
    if (this.#isKept(snapshot)) return
    const revision = this.#store.save(this.#id, snapshot, this.#revision)
    if (revision === undefined) {
      throw new UserInputError(
        'bad-input',
        'Another process went on with this conversation at the same moment, so this turn does not count: ask again.',
      )
    }
    this.#revision = revision
    this.#kept = snapshot
  }

  #isKept({ album, timeline, regionCount }: Snapshot): boolean {
    const kept = this.#kept
    return (
      kept?.timeline === timeline &&
      kept.regionCount === regionCount &&
      kept.album.length === album.length &&
      kept.album.every((image, i) => image === album[i])
    )
  }
}
