import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The project's folder, which lies above both the sources and their build. */
export const root = fileURLToPath(findRoot())

/** What package.json says of the project, as far as it is told to others. */
export interface Project {
  readonly name: string
  /** The name under which the MCP registry knows it. */
  readonly mcpName: string
  readonly version: string
  readonly description: string
  readonly license: string
  readonly engines: { readonly node: string }
}

export function readProject(): Project {
  return JSON.parse(readFileSync(`${root}package.json`, 'utf8'))
}

function findRoot(): URL {
  let url = new URL('../', import.meta.url)
  while (!existsSync(new URL('package.json', url))) url = new URL('../', url)
  return url
}
