import * as fs from 'node:fs'
import { register } from 'node:module'

/**
 * The suite imports `globSync` from `fs`, for a command that is not used here; Node 20 has none. Preloaded with `--import`,
 * this gives the suite an `fs` that has one.
 */
const shim = `export * from 'node:fs'; export const globSync = undefined`
const hooks = `export function resolve(specifier, context, next) {
  const fromSuite = context.parentURL?.includes('/@modelcontextprotocol/conformance/')
  return specifier === 'fs' && fromSuite
    ? { url: ${JSON.stringify(`data:text/javascript,${encodeURIComponent(shim)}`)}, shortCircuit: true }
    : next(specifier, context)
}`

if (!('globSync' in fs)) register(`data:text/javascript,${encodeURIComponent(hooks)}`)
