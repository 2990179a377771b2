import { constants } from 'node:fs'
import { type FileHandle, open, realpath } from 'node:fs/promises'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import { UserInputError } from '../errors.js'
import { MAX_BYTES } from './limits.js'
import { displayName, tooManyBytes } from './messages.js'

/** What may be opened. */
export interface Access {
  /** Only files under these folders, wherever links lead; absent = any file. */
  directories?: readonly string[]
  /** Whether `https://` addresses are fetched; absent = yes. */
  https?: boolean
}

/** The bytes of the file at `path` if `access` allows it and it may be a picture. */
export async function readAllowedFile(path: string, access: Access): Promise<Uint8Array> {
  const name = displayName(path)
  const real = await allowedRealPath(path, access, name)
  await using file = await openFile(real, name)
  const stats = await file.stat()
  if (stats.isDirectory()) {
    throw new UserInputError('not-an-image', `"${name}" is a folder. Name a picture file in it.`)
  }
  if (!stats.isFile()) {
    throw new UserInputError('not-an-image', `"${name}" is not an ordinary file. Name a picture file.`)
  }
  if (stats.size > MAX_BYTES) throw tooManyBytes(name)
  return await file.readFile()
}

async function allowedRealPath(path: string, access: Access, name: string): Promise<string> {
  const { directories } = access
  let real: string
  try {
    real = await realpath(path)
  } catch (error) {
    // Whether a file exists is nobody's business outside the allowed folders.
    if (directories && !(await isUnder(resolve(path), directories))) throw forbidden(name)
    throw unreadable(name, error)
  }
  if (directories && !(await isUnder(real, directories))) throw forbidden(name)
  return real
}

async function isUnder(path: string, directories: readonly string[]): Promise<boolean> {
  for (const directory of directories) {
    const real = await realpath(directory).catch(() => undefined)
    if (contains(resolve(directory), path) || (real && contains(real, path))) return true
  }
  return false
}

function contains(directory: string, path: string): boolean {
  const way = relative(directory, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

async function openFile(real: string, name: string): Promise<FileHandle> {
  // A real path holds no link, unless one was put there since it was checked; and a named pipe must not block.
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)
  try {
    return await open(real, flags)
  } catch (error) {
    throw unreadable(name, error)
  }
}

function forbidden(name: string): UserInputError {
  return new UserInputError(
    'forbidden-path',
    `"${name}" lies outside the folders that may be read. Copy it into one of them, or start deixis with --allow-dir and its folder.`,
  )
}

function unreadable(name: string, cause: unknown): UserInputError {
  const code = (cause as NodeJS.ErrnoException).code
  if (code === 'EACCES' || code === 'EPERM') {
    return new UserInputError(
      'forbidden-path',
      `"${name}" may not be read by this user. Change its permissions or choose another file.`,
      { cause },
    )
  }
  return new UserInputError(
    'image-not-found',
    `There is no file "${name}" at the given path. Check the path; an absolute one is safest.`,
    { cause },
  )
}
