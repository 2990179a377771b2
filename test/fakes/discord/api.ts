import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Fault, Faults } from './faults.js'
import type { Gateway } from './gateway.js'
import { readPayload } from './payload.js'
import { commandRoutes } from './routes/commands.js'
import { interactionRoutes } from './routes/interactions.js'
import { messageRoutes } from './routes/messages.js'
import type { Route } from './routes/route.js'
import type { Serialiser } from './serialise.js'
import { ApiError } from './wire.js'
import type { World } from './world.js'

const PREFIX = '/api/v10'

export interface Api {
  readonly handle: RequestListener
  /** "METHOD /path" of every request, without the API's prefix, in order. */
  readonly requests: string[]
}

/** Discord's HTTP: the API, and the addresses of attachments. */
export function createApi(
  world: World,
  serialise: Serialiser,
  faults: Faults,
  gateway: () => Gateway,
  address: () => string,
): Api {
  const requests: string[] = []
  const routes: Route[] = [
    {
      method: 'GET',
      path: '/gateway/bot',
      handle: () => ({
        url: address(),
        shards: 1,
        session_start_limit: { total: 1000, remaining: 999, reset_after: 14_400_000, max_concurrency: 1 },
      }),
    },
    { method: 'GET', path: '/users/@me', handle: () => world.bot },
    ...interactionRoutes,
    ...messageRoutes,
    ...commandRoutes,
  ]

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://fake')
    const path = pathname.replace(PREFIX, '')
    const name = `${request.method} ${path.replaceAll('%40', '@')}`
    requests.push(name)
    if (path.startsWith('/attachments/')) return sendFile(world, path, searchParams, response)
    const payload = await readPayload(request)
    await faults.gate(name)
    const fault = faults.take(name)
    if (fault) return sendFault(response, fault)
    for (const route of routes) {
      const params = route.method === request.method ? match(route.path, path) : undefined
      if (!params) continue
      if (!route.open && request.headers.authorization !== `Bot ${world.token}`) {
        throw new ApiError(401, 0, '401: Unauthorized')
      }
      const intents = gateway().intents()
      const result = await route.handle({
        ...payload,
        world,
        serialise,
        intents,
        params,
        query: searchParams,
      })
      world.changed()
      return sendJson(response, result === undefined ? 204 : 200, result)
    }
    throw new ApiError(404, 0, '404: Not Found')
  }

  return {
    requests,
    handle(request, response) {
      answer(request, response).catch((error: unknown) => {
        const { status, code, message } =
          error instanceof ApiError ? error : new ApiError(500, 0, `The fake itself failed: ${error}`)
        if (status === 400 || status === 500)
          world.violations.push(`${request.method} ${request.url}: ${message}`)
        sendJson(response, status, { code, message })
        world.changed()
      })
    },
  }
}

/** The parts that `:names` stand for, decoded. */
function match(pattern: string, path: string): string[] | undefined {
  const wanted = pattern.split('/')
  const given = path.split('/').map(decodeURIComponent)
  if (wanted.length !== given.length) return undefined
  const params: string[] = []
  for (const [index, part] of wanted.entries()) {
    if (part.startsWith(':')) params.push(given[index] ?? '')
    else if (part !== given[index]) return undefined
  }
  return params
}

function sendJson(response: ServerResponse, status: number, body?: unknown): void {
  if (body === undefined) response.writeHead(status).end()
  else response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function sendFault(response: ServerResponse, fault: Fault): void {
  if (!('retryAfter' in fault)) {
    sendJson(response, fault.status, { code: 0, message: 'Out of order' })
    return
  }
  const { retryAfter, global } = fault
  response.setHeader('retry-after', String(retryAfter))
  response.setHeader('x-ratelimit-scope', global ? 'global' : 'user')
  if (global) response.setHeader('x-ratelimit-global', 'true')
  sendJson(response, 429, { message: 'You are being rate limited.', retry_after: retryAfter, global })
}

/** Attachments live at signed addresses, which go stale. */
function sendFile(world: World, path: string, query: URLSearchParams, response: ServerResponse): void {
  const [, , , id = ''] = path.split('/')
  const file = world.files.get(id)
  if (!file || query.get('ex') !== String(world.addressEpoch)) {
    response.writeHead(404).end('This content is no longer available.')
    return
  }
  response.writeHead(200, {
    'content-type': file.content_type ?? 'application/octet-stream',
    'content-length': file.data.length,
  })
  response.end(file.data)
}
