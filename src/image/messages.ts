import { basename } from 'node:path'
import { UserInputError } from '../errors.js'
import { MAX_BYTES } from './limits.js'

const MAX_NAME = 100

/** The last part of what the user gave, fit for a message: no control characters, at most 100 characters. */
export function displayName(path: string): string {
  const name = basename(path).replace(/[\p{C}"]/gu, '')
  return name.length > MAX_NAME ? `${name.slice(0, MAX_NAME - 1)}…` : name
}

export function tooManyBytes(name: string): UserInputError {
  return new UserInputError(
    'image-too-large',
    `"${name}" has more than ${MAX_BYTES / 1e6} MB, the limit. Save it smaller or at a lower quality and try again.`,
  )
}
