import { Agent, type Dispatcher, request } from 'undici'
import { CancelledError, DeixisError, UserInputError } from '../errors.js'
import { readAll } from '../read-all.js'
import { checkLiteralHost, lookupPublic } from './addresses.js'
import { MAX_BYTES } from './limits.js'
import { displayName, tooManyBytes } from './messages.js'

const MAX_REDIRECTS = 3
const TIMEOUT_MS = 15_000

/** Connects to public addresses alone. */
function publicAgent(): Agent {
  return new Agent({ connect: { lookup: lookupPublic, timeout: TIMEOUT_MS } })
}

/**
 * The body at an https address; every address on the way, redirects included, has to be public.
 *
 * @param agent makes the connections; tests hand in their own
 */
export async function fetchBytes(
  url: URL,
  signal?: AbortSignal,
  agent: Dispatcher = publicAgent(),
): Promise<Uint8Array> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS)
  const either = signal ? AbortSignal.any([signal, timeout]) : timeout
  try {
    return await follow(url, either, agent)
  } catch (error) {
    if (signal?.aborted) throw new CancelledError()
    if (error instanceof DeixisError) throw error
    if (timeout.aborted) throw failed(`did not arrive within ${TIMEOUT_MS / 1000} seconds`)
    throw failed(`could not be reached${systemCode(error)}`, error)
  } finally {
    // Not awaited: a server that keeps its connection open must not hold up the answer.
    void agent.destroy()
  }
}

async function follow(start: URL, signal: AbortSignal, agent: Dispatcher): Promise<Uint8Array> {
  let url = start
  for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
    checkHttps(url)
    checkLiteralHost(url)
    const { statusCode, headers, body } = await request(url.href, {
      dispatcher: agent,
      signal,
      headers: { accept: 'image/*', 'user-agent': 'deixis' },
    })
    if (statusCode === 200) return await readBody(body, Number(headers['content-length'] ?? 0), url)
    await body.dump()
    const { location } = headers
    if (statusCode < 300 || statusCode >= 400 || typeof location !== 'string') {
      throw failed(`was refused by its server with status ${statusCode}`)
    }
    if (!URL.canParse(location, url.href)) throw failed('leads on to something that is no address')
    url = new URL(location, url)
  }
  throw failed(`leads on more than ${MAX_REDIRECTS} times`)
}

async function readBody(
  body: Dispatcher.ResponseData['body'],
  announced: number,
  url: URL,
): Promise<Uint8Array> {
  const tooMany = () => tooManyBytes(displayName(url.pathname))
  if (announced > MAX_BYTES) {
    body.destroy()
    throw tooMany()
  }
  return readAll(body, MAX_BYTES, tooMany)
}

function checkHttps(url: URL): void {
  if (url.protocol === 'https:') return
  throw new UserInputError(
    'forbidden-address',
    'Pictures are fetched over https:// alone. Use an https address, or download the picture and give its path.',
  )
}

function failed(what: string, cause?: unknown): UserInputError {
  return new UserInputError(
    'fetch-failed',
    `The picture at this address ${what}. Check the address, or download the picture and give its path.`,
    { cause },
  )
}

/** " (ENOTFOUND)": names the system's error, never what a server wrote. */
function systemCode(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,40}$/.test(code) ? ` (${code})` : ''
}
