import type { NextFunction, Request } from 'express'
import type { Reply } from './guards.js'
import { notFound } from './refusal.js'
import type { Tenant } from './tenants.js'

/** Overlays and exports as downloads: what tools have saved for whoever asks. */
export function createFilesRoute({ tenantOf }: { tenantOf: (owner: string) => Tenant }) {
  return (request: Request, response: Reply, next: NextFunction): void => {
    const { name } = request.params
    // One plain name: nothing that leads anywhere else.
    if (typeof name !== 'string' || /[/\\\0]/.test(name)) throw notFound()
    const root = tenantOf(response.locals.owner).folder
    response.attachment(name)
    response.sendFile(name, { root, dotfiles: 'deny', cacheControl: false }, (error) => {
      if (!error || response.headersSent) return
      response.removeHeader('Content-Disposition')
      next(notFound())
    })
  }
}
