import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { UserInputError } from '../../src/errors.js'
import type { Deixis } from '../../src/index.js'
import { createShelf, type Shelf } from '../mcp/shelf.js'
import { type CallCount, createCallCount } from './calls.js'
import { ANYONE, type Owner } from './owners.js'

/** Files that are kept for each owner, newest first. */
const MAX_FILES = 1000
const IMAGE_ID = /^[0-9a-f]{16}$/

/** What belongs to one owner. */
export interface Tenant {
  /** Deixis as this owner sees it: with their own pictures and conversations alone. */
  readonly deixis: Deixis
  readonly shelf: Shelf
  /** Where what tools save for this owner lies. */
  readonly folder: string
  /** Their calls under way. */
  readonly calls: CallCount
  /** Deletes the oldest files of {@link folder} where there are too many. */
  tidy(): Promise<void>
}

/** @param deixis shared by all; pictures, engines and the file of conversations are there once */
export function createTenants(deixis: Deixis, outputDirectory: string): (owner: Owner) => Tenant {
  const tenants = new Map<Owner, Tenant>()
  return (owner) => {
    const known = tenants.get(owner)
    if (known) return known
    const shelf = createShelf()
    const folder = join(outputDirectory, owner)
    const tenant = {
      deixis: seenBy(owner, deixis, shelf),
      shelf,
      folder,
      calls: createCallCount(),
      tidy: () => keepNewest(folder),
    }
    tenants.set(owner, tenant)
    return tenant
  }
}

/**
 * The id of a picture says what is in it and is no secret, so it opens the picture only for those who have had it in
 * their hands. Conversations of named owners are kept under the owner's name and a slash, which no id that a client gives can hold.
 */
function seenBy(owner: Owner, deixis: Deixis, shelf: Shelf): Deixis {
  const prefix = owner === ANYONE ? '' : `${owner}/`
  return {
    get labels() {
      return deixis.labels
    },
    async open(source, options) {
      const isId = typeof source === 'string' && IMAGE_ID.test(source)
      if (isId && !shelf.has(source)) throw unknownImage(shelf)
      const image = await deixis.open(source, options).catch((error: unknown) => {
        throw isId && error instanceof UserInputError ? unknownImage(shelf) : error
      })
      shelf.put(image.id, isId ? undefined : image.name)
      // Somebody else may have opened the same picture under a name of theirs.
      return { ...image, name: shelf.nameOf(image.id) ?? 'picture' }
    },
    conversation: (id = crypto.randomUUID()) => deixis.conversation(prefix + id),
    conversations: () =>
      deixis
        .conversations()
        .filter(({ id }) => id.startsWith(prefix))
        .map((summary) => ({ ...summary, id: summary.id.slice(prefix.length) })),
    forget: (id) => deixis.forget(prefix + id),
    engineLoad: () => deixis.engineLoad(),
    // The house is closed by whoever opened it.
    close: async () => {},
    [Symbol.asyncDispose]: async () => {},
  }
}

function unknownImage(shelf: Shelf): UserInputError {
  const ids = shelf.ids().slice(0, 10)
  const hint = ids.length > 0 ? `Yours are ${ids.join(', ')}.` : 'You have opened none yet.'
  return new UserInputError(
    'unknown-image',
    `No picture with this id is open. ${hint} Upload it again, or open it by its https:// address.`,
  )
}

async function keepNewest(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  if (names.length <= MAX_FILES) return
  const files = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name)
      return { path, saved: (await stat(path).catch(() => undefined))?.mtimeMs ?? 0 }
    }),
  )
  const oldest = files.sort((a, b) => b.saved - a.saved).slice(MAX_FILES)
  await Promise.all(oldest.map(({ path }) => rm(path, { force: true }).catch(() => {})))
}
