import { isIP } from 'node:net'
import cors from 'cors'
import type { NextFunction, Request, RequestHandler, Response } from 'express'
import type { HttpConfig } from '../config/http.js'
import type { TokenBuckets } from '../token-buckets.js'
import type { Links } from './links.js'
import type { Owner, Owners } from './owners.js'
import { Refusal } from './refusal.js'

/** A response to somebody who is known. */
export type Reply = Response<unknown, { owner: Owner }>

/** Says of every answer that it is no page, for nobody's cache and for no frame. */
export const harden: RequestHandler = (_request, response, next) => {
  response.set({
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  })
  next()
}

/**
 * Refuses names that are not ours: a page whose name was pointed at this machine (DNS rebinding) comes with its own.
 * Addresses are fine, since such a page always has a name.
 */
export function checkHost({ allowedHosts, host, publicUrl }: HttpConfig): RequestHandler {
  const ours = new Set(['localhost', host.toLowerCase(), ...allowedHosts])
  if (publicUrl !== undefined) ours.add(new URL(publicUrl).hostname)
  return (request, _response, next) => {
    const [, name = ''] =
      /^(\[[0-9a-f:.]+\]|[^\s:/@[\]]+)(?::\d{1,5})?$/i.exec(request.headers.host ?? '') ?? []
    const known = isIP(name.replace(/^\[|\]$/g, '')) !== 0 || ours.has(name.toLowerCase())
    next(
      known
        ? undefined
        : new Refusal(403, 'forbidden-host', 'This server is not called by that name: see --allow-host.'),
    )
  }
}

/** Refuses web pages of other origins; those allowed are told so (CORS). Programs send no Origin. */
export function checkOrigin({ allowedOrigins, publicUrl }: HttpConfig): RequestHandler[] {
  const allowed = [...allowedOrigins, ...(publicUrl === undefined ? [] : [new URL(publicUrl).origin])]
  const check: RequestHandler = ({ headers: { origin, host } }, _response, next) => {
    // The Host was checked before: a page from there is our own.
    const fine = origin === undefined || origin === `http://${host}` || allowed.includes(origin)
    next(
      fine
        ? undefined
        : new Refusal(
            403,
            'forbidden-origin',
            'Pages of that origin may not use this server: see --allow-origin.',
          ),
    )
  }
  const tell = cors({
    origin: allowed,
    methods: ['GET', 'POST', 'DELETE'],
    allowedHeaders: [
      'Authorization',
      'Content-Type',
      'Last-Event-ID',
      'Mcp-Protocol-Version',
      'Mcp-Session-Id',
    ],
    exposedHeaders: ['Mcp-Session-Id', 'Retry-After'],
    maxAge: 600,
  })
  return [check, tell]
}

/** How often they may come who are known, and who are not. */
interface Pace {
  readonly requests: TokenBuckets
  readonly failures: TokenBuckets
}

/** Lets in who shows a token, as often as they may come. */
export function checkOwner(owners: Owners, pace: Pace) {
  const unknown = 'Send "Authorization: Bearer" and a token that this server knows.'
  return admit(
    ({ headers }) => owners.of(headers.authorization),
    pace,
    owners.named,
    () => new Refusal(401, 'unauthorized', unknown),
  )
}

/** Lets in who has the link to a file (`:ticket`, `:name`), as its owner. */
export function checkLink(links: Links, pace: Pace) {
  const ended =
    'This link has ended or is not whole: ask for the file again, or get it from /files with a token.'
  return admit(
    ({ params: { ticket, name } }) => links.ownerOf(String(ticket), String(name)),
    pace,
    true,
    () => new Refusal(403, 'link-ended', ended),
  )
}

/** @param named whether owners can be told apart; else their addresses are counted */
function admit(
  ownerOf: (request: Request) => Owner | undefined,
  { requests, failures }: Pace,
  named: boolean,
  refusal: () => Refusal,
): (request: Request, response: Reply, next: NextFunction) => void {
  return (request, response, next) => {
    const address = request.socket.remoteAddress ?? ''
    const owner = ownerOf(request)
    const wait = owner === undefined ? failures.take(address) : requests.take(named ? owner : address)
    if (wait > 0)
      return next(new Refusal(429, 'too-many-requests', 'Too many requests: wait a little.', wait / 1000))
    if (owner === undefined) return next(refusal())
    response.locals.owner = owner
    next()
  }
}
