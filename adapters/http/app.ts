import express, { type Express } from 'express'
import type { Deixis } from '../../src/index.js'
import type { HttpConfig } from '../config/http.js'
import { createTokenBuckets } from '../token-buckets.js'
import { version } from '../version.js'
import { createBodies } from './bodies.js'
import { createFilesRoute } from './files-route.js'
import { checkHost, checkLink, checkOrigin, checkOwner, harden } from './guards.js'
import { createImageRoute, createUploadRoute } from './images-route.js'
import { createLinks } from './links.js'
import { answerRpcErrors, createMcpRoute } from './mcp-route.js'
import { createMetrics } from './metrics.js'
import { createOwners } from './owners.js'
import { createPageRoute, PAGE_ADDRESSES } from './page-route.js'
import { answerErrors, notFound, Refusal } from './refusal.js'
import type { Sessions } from './sessions.js'
import { createTenants } from './tenants.js'

/** Wrong tokens a minute from one address, before their sender has to wait. */
const FAILURES_PER_MINUTE = 60

interface Parts {
  readonly config: HttpConfig
  readonly deixis: Deixis
  readonly sessions: Sessions
  /** Whether nothing new is begun any more. */
  readonly leaving: () => boolean
  /** How long a link to a file is good for. */
  readonly linkMs: number
}

/** Every address of `deixis serve`. */
export function createApp({ config, deixis, sessions, leaving, linkMs }: Parts): Express {
  const metrics = createMetrics(
    () => sessions.size,
    () => deixis.engineLoad(),
  )
  const bodies = createBodies()
  const tenantOf = createTenants(deixis, config.outputDirectory)
  const pace = {
    requests: createTokenBuckets(config.requestsPerMinute),
    failures: createTokenBuckets(FAILURES_PER_MINUTE),
  }
  const owner = checkOwner(createOwners(config.tokens), pace)
  const links = createLinks(linkMs)

  const app = express()
  app.disable('x-powered-by').disable('etag')
  app.use(harden, metrics.observe, checkHost(config), ...checkOrigin(config))
  app.get('/healthz', (_request, response) => {
    response.status(leaving() ? 503 : 200).json({ status: leaving() ? 'leaving' : 'ok', version })
  })
  app.use((_request, response, next) => {
    if (!leaving()) return next()
    response.set('Connection', 'close')
    next(new Refusal(503, 'busy', 'This server is about to end: try again soon.', 5))
  })
  const page = createPageRoute()
  // One by one: metrics name each as it is written here.
  for (const address of PAGE_ADDRESSES) app.get(address, page)
  app.all(
    '/mcp',
    owner,
    createMcpRoute({ config, sessions, bodies, metrics, tenantOf, links }),
    answerRpcErrors,
  )
  app.post('/images', owner, createUploadRoute({ bodies, tenantOf }))
  app.get('/images/:id', owner, createImageRoute({ tenantOf }))
  app.get('/files/:name', owner, createFilesRoute({ tenantOf }))
  app.get('/links/:ticket/:name', checkLink(links, pace), createFilesRoute({ tenantOf }))
  app.get('/metrics', owner, async (_request, response) => {
    response.type(metrics.contentType).send(await metrics.text())
  })
  app.use((_request, _response, next) => next(notFound()))
  app.use(answerErrors)
  return app
}
