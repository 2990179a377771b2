import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'
import type { Request, Response } from 'express'
import { playgroundFile } from '../playground-files.js'

/** What the page consists of, by address. */
const FILES: Readonly<Record<string, string>> = {
  '/': 'page.html',
  '/page.js': 'page.js',
  '/page.css': 'page.css',
  '/icon.svg': 'icon.svg',
}

export const PAGE_ADDRESSES: string[] = Object.keys(FILES)

/**
 * Nothing from elsewhere, nothing inline, no markup from strings; pictures are painted from what was fetched. The page
 * sends no form and stands in no frame.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

/** Of Brotli: 11, the best, takes thirty times as long to save another 8%. */
const QUALITY = 5

interface Served {
  readonly bytes: Buffer
  readonly compressed: Buffer
  readonly tag: string
}

/** The playground, for everybody who reaches the server: it holds nothing, and what it asks for needs a token. */
export function createPageRoute() {
  const files = new Map<string, Promise<Served>>()
  return async (request: Request, response: Response): Promise<void> => {
    const name = FILES[request.path] as string
    const { bytes, compressed, tag } = await fileNamed(name)
    response.set({
      'Cache-Control': 'no-cache',
      'Content-Security-Policy': POLICY,
      'Cross-Origin-Opener-Policy': 'same-origin',
      ETag: tag,
      Vary: 'Accept-Encoding',
    })
    response.type(extname(name))
    if (request.fresh) return void response.status(304).end()
    const small = request.acceptsEncodings('br', 'identity') === 'br'
    if (small) response.set('Content-Encoding', 'br')
    response.end(small ? compressed : bytes)
  }

  function fileNamed(name: string): Promise<Served> {
    const loading = files.get(name) ?? load(name)
    files.set(name, loading)
    // What cannot be read now may be there after a build.
    loading.catch(() => files.delete(name))
    return loading
  }
}

async function load(name: string): Promise<Served> {
  const bytes = await readFile(playgroundFile(name))
  const tag = `"${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}"`
  const compressed = await promisify(brotliCompress)(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY },
  })
  return { bytes, compressed, tag }
}
