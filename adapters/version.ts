import { existsSync, readFileSync } from 'node:fs'

/** The version in package.json, which lies above both the sources and their build. */
export const version: string = JSON.parse(readFileSync(packageFile(), 'utf8')).version

function packageFile(): URL {
  let url = new URL('../package.json', import.meta.url)
  while (!existsSync(url)) url = new URL('../package.json', url)
  return url
}
