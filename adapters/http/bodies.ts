import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import busboy from 'busboy'
import type { Request } from 'express'
import { Refusal } from './refusal.js'

/** Of all bodies that are being read or worked on, together. */
const MAX_HELD_BYTES = 512 * 1024 * 1024

/** Of one body that was refused. */
const MAX_DROPPED_BYTES = 64 * 1024 * 1024

/** A file as it was sent. */
export interface Upload {
  readonly bytes: Buffer
  readonly name: string | undefined
}

export interface Bodies {
  /** The body of a request, at most `limit` bytes. Throws {@link Refusal}; what is left is read and dropped. */
  read(request: Request, limit: number): Promise<Buffer>
  /** The first file of a form (multipart/form-data), at most `limit` bytes. */
  readFile(request: Request, limit: number): Promise<Upload>
}

/** Reads bodies within limits: of each, while it comes in, and of all of them. */
export function createBodies(): Bodies {
  let held = 0

  /** Counts what is read of a request until that is answered: pictures wait in memory to be decoded, too. */
  function counterFor({ res }: Request): (bytes: number) => void {
    let counted = 0
    let answered = false
    res?.once('close', () => {
      answered = true
      held -= counted
    })
    return (bytes) => {
      if (answered) return
      counted += bytes
      held += bytes
    }
  }

  async function collect(stream: Readable, limit: number, count: (bytes: number) => void): Promise<Buffer> {
    const chunks: Buffer[] = []
    let size = 0
    try {
      for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
        size += chunk.length
        count(chunk.length)
        if (size > limit) throw tooLarge(limit)
        if (held > MAX_HELD_BYTES) throw new Refusal(503, 'busy', 'Too much is being sent at once.', 5)
        chunks.push(chunk)
      }
      return Buffer.concat(chunks, size)
    } catch (error) {
      throw error instanceof Refusal ? error : cutShort()
    }
  }

  return {
    async read(request, limit) {
      try {
        if (Number(request.headers['content-length']) > limit) throw tooLarge(limit)
        return await collect(request, limit, counterFor(request))
      } finally {
        dropRest(request)
      }
    },
    async readFile(request, limit) {
      const count = counterFor(request)
      try {
        const { stream, name } = await firstFile(request, limit)
        return { bytes: await collect(stream, limit, count), name }
      } finally {
        request.unpipe()
        dropRest(request)
      }
    },
  }
}

/** Somebody who is still sending would not hear the answer; somebody who never ends need not hear it. */
function dropRest(request: IncomingMessage): void {
  let left = MAX_DROPPED_BYTES
  request.on('data', (chunk: Buffer) => {
    left -= chunk.length
    if (left < 0) request.destroy()
  })
}

function firstFile(
  request: IncomingMessage,
  limit: number,
): Promise<{ stream: Readable; name: string | undefined }> {
  return new Promise((resolve, reject) => {
    const form = parserFor(request, limit)
    form.on('file', (_field, stream, { filename }) => resolve({ stream, name: filename }))
    form.on('error', () => reject(cutShort()))
    form.on('close', () =>
      reject(new Refusal(400, 'bad-input', 'The form has no file: send the picture in one.')),
    )
    // The parser is not told of a connection that breaks.
    request.once('close', () => request.complete || form.destroy(cutShort()))
    request.pipe(form)
  })
}

function parserFor({ headers }: IncomingMessage, limit: number): busboy.Busboy {
  try {
    return busboy({
      headers,
      defParamCharset: 'utf8',
      // One byte more than what is taken, so that a file that is cut there is seen to be too large.
      limits: { files: 1, fileSize: limit + 1, fields: 10, fieldSize: 10_000, parts: 20, headerPairs: 50 },
    })
  } catch {
    throw new Refusal(400, 'bad-input', 'This form cannot be read: it needs a boundary.')
  }
}

function tooLarge(limit: number): Refusal {
  return new Refusal(413, 'too-large', `More than ${Math.floor(limit / 1e6)} MB, the limit.`)
}

function cutShort(): Refusal {
  return new Refusal(400, 'bad-input', 'The request is cut short or damaged: send it again.')
}
