import { basename } from 'node:path'
import type { ErrorRequestHandler, Request } from 'express'
import { CancelledError, type DeixisError, UserInputError } from '../../src/errors.js'
import type { HttpConfig } from '../config/http.js'
import type { Session } from '../mcp/session.js'
import type { Bodies } from './bodies.js'
import type { Reply } from './guards.js'
import type { Links } from './links.js'
import type { Metrics } from './metrics.js'
import { OPERATOR, Refusal, refuse } from './refusal.js'
import type { Sessions } from './sessions.js'
import type { Tenant } from './tenants.js'

/** A `data:` address of the largest picture, 25 MB, has 33.4 million characters; the rest of its message is short. */
const MAX_MESSAGE_BYTES = 36_000_000

interface Parts {
  readonly config: HttpConfig
  readonly sessions: Sessions
  readonly bodies: Bodies
  readonly metrics: Metrics
  readonly tenantOf: (owner: string) => Tenant
  readonly links: Links
}

/** Streamable HTTP: a transport and a server for each session. */
export function createMcpRoute({ config, sessions, bodies, metrics, tenantOf, links }: Parts) {
  return async (request: Request, response: Reply): Promise<void> => {
    const { owner } = response.locals
    const body = request.method === 'POST' ? await messageOf(request) : undefined
    const id = request.get('mcp-session-id')
    const session = id === undefined ? await newSession(request, owner, body) : sessions.find(id, owner)
    if (!session) throw new Refusal(404, 'not-found', 'Session not found')
    sessions.hold(session, response)
    try {
      await session.handle(request, response, body)
    } finally {
      // What was taken for a beginning was none.
      if (!session.begun) await session.close()
    }
  }

  async function messageOf(request: Request): Promise<unknown> {
    const bytes = await bodies.read(request, MAX_MESSAGE_BYTES)
    try {
      return JSON.parse(bytes.toString('utf8'))
    } catch {
      throw new Refusal(400, 'bad-json', 'Parse error: Invalid JSON')
    }
  }

  /** A person who opens it in a browser sends no token: where one is needed, the address has to do. */
  function fileAddress(owner: string, name: string): string {
    const folder = config.tokens.length > 0 ? `links/${links.ticket(owner, name)}` : 'files'
    return `${folder}/${encodeURIComponent(name)}`
  }

  function newSession(request: Request, owner: string, body: unknown): Promise<Session> {
    if (!isInitialize(body)) {
      throw new Refusal(400, 'bad-input', 'Bad Request: Mcp-Session-Id header is required')
    }
    const base = config.publicUrl ?? `http://${request.headers.host}`
    const tenant = tenantOf(owner)
    const beginCall = tenant.calls()
    return sessions.begin(owner, {
      deixis: async () => tenant.deixis,
      shelf: tenant.shelf,
      pictures: `Give pictures by https:// address, or by the image_id that an upload with POST ${base}/images returns: chat attachments do not reach tools as bytes.`,
      imageResponses: config.imageResponses,
      outputDirectory: tenant.folder,
      directories: [],
      addressOf: (path) => `${base}/${fileAddress(owner, basename(path))}`,
      tells: 'address',
      explain: (error) => explained(error, base),
      onCall(tool) {
        const endCall = beginCall()
        const ended = metrics.onCall(tool)
        return (result) => {
          endCall()
          ended(result)
          void tenant.tidy()
        }
      },
    })
  }
}

/** Errors of the route as JSON-RPC has them. */
export const answerRpcErrors: ErrorRequestHandler = (error, _request, response, next) => {
  if (response.headersSent) return next(error)
  const { code, message } = refuse(response, error)
  response.json({ jsonrpc: '2.0', error: { code: CODES[code] ?? -32000, message }, id: null })
}

/** As the SDK's transport has them. */
const CODES: Record<string, number> = { 'bad-json': -32700, 'not-found': -32001 }

function isInitialize(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'method' in body && body.method === 'initialize'
}

/** What only the operator can mend may name servers and files of theirs: it goes to the log. */
function explained(error: DeixisError, base: string): string {
  if (error.code === 'forbidden-path') {
    return `${error.message} From here, upload pictures with POST ${base}/images or give an https:// address; an export needs no path.`
  }
  if (error instanceof UserInputError || error instanceof CancelledError) return error.message
  console.error(error)
  return OPERATOR
}
