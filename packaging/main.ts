import { mkdir, writeFile } from 'node:fs/promises'
import { bundle, json } from './bundle.js'
import { readProject, root } from './project.js'
import { serverJson } from './server-json.js'

/** Writes `dist-bundle/deixis.mcpb` for the machine that this runs on, and brings `server.json` up to date. */
const folder = `${root}dist-bundle`
const bytes = await bundle()
await mkdir(folder, { recursive: true })
await writeFile(`${folder}/deixis.mcpb`, bytes)
await writeFile(`${root}server.json`, json(serverJson(readProject())))
console.log(
  `dist-bundle/deixis.mcpb: ${(bytes.length / 1e6).toFixed(1)} MB, for ${process.platform}-${process.arch}`,
)
