import { basename } from 'node:path'
import { CancelledError, UserInputError } from '../../src/errors.js'
import { MAX_BYTES } from '../../src/image/limits.js'
import { tooManyBytes } from '../../src/image/messages.js'
import { readAll } from '../../src/read-all.js'

const TIMEOUT_MS = 15_000

/** What Discord answers for an attachment whose address has gone stale, or that was deleted. */
const GONE: readonly number[] = [403, 404, 410]

/**
 * The bytes at an attachment's address, or `gone` where the address is no longer valid. Throws `image-too-large` as soon as
 * more than 25 MB have come, `fetch-failed` and {@link CancelledError}.
 */
export async function download(url: URL, signal: AbortSignal): Promise<Uint8Array | 'gone'> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS)
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, timeout]), redirect: 'error' })
    if (response.ok && response.body) {
      return await readAll(response.body, MAX_BYTES, () => tooManyBytes(basename(url.pathname)))
    }
    await response.body?.cancel()
    if (GONE.includes(response.status)) return 'gone'
    throw failed(`Discord answered with status ${response.status}`)
  } catch (error) {
    if (signal.aborted) throw new CancelledError()
    if (error instanceof UserInputError) throw error
    throw failed(timeout.aborted ? 'it took too long' : 'the connection failed', error)
  }
}

function failed(why: string, cause?: unknown): UserInputError {
  return new UserInputError(
    'fetch-failed',
    `The picture could not be read from Discord: ${why}. Try again, or upload it anew.`,
    { cause },
  )
}
