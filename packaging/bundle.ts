import { readFile } from 'node:fs/promises'
import { deflateRawSync } from 'node:zlib'
import { Zip, ZipPassThrough } from 'fflate'
import { contents } from './contents.js'
import { manifest } from './manifest.js'
import { readProject, root } from './project.js'

/** Deflate, in a zip. */
const DEFLATE = 8
/** As early as a zip can say: dates of its files would make every build another one. */
const DATE = new Date(1980, 0, 1)

/**
 * The bundle (.mcpb) for the machine that this runs on: a zip of its manifest, the build, the models and the packages.
 * @param level of compression, 0 to 9
 */
export async function bundle(level = 9): Promise<Uint8Array> {
  const project = readProject()
  const { name, version, license } = project
  const chunks: Uint8Array[] = []
  const zip = new Zip((error, chunk) => {
    if (error) throw error
    chunks.push(chunk)
  })
  const add = (path: string, bytes: Uint8Array) => {
    const file = new Deflated(path, level)
    zip.add(file)
    file.push(bytes, true)
  }
  add('manifest.json', json(manifest(project, process.platform)))
  // Enough for Node to know modules by, and for deixis to say its version.
  add('package.json', json({ name, version, license, type: 'module', private: true }))
  for (const file of contents()) add(file, await readFile(root + file))
  zip.end()
  return Buffer.concat(chunks)
}

/** A file of a zip, given in one piece. Node's own compression is several times faster than that in JavaScript. */
class Deflated extends ZipPassThrough {
  readonly #level: number

  constructor(path: string, level: number) {
    super(path)
    this.compression = DEFLATE
    this.mtime = DATE
    this.#level = level
  }

  protected override process(bytes: Uint8Array, final: boolean): void {
    this.ondata(null, deflateRawSync(bytes, { level: this.#level }), final)
  }
}

export function json(value: unknown): Uint8Array {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`)
}
