import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './project.js'

const FILES = ['LICENSE', 'models/manifest.json', 'models/README.md', 'src/mask/font/OFL.txt']
const FOLDERS = ['models/embedded', 'dist/src', 'dist/tools', 'dist/adapters']

/** Read by people, compilers and services alone. */
const UNUSED = /(^|\/)\.|\.(d\.[cm]?ts|map|tsbuildinfo)$/
/** onnxruntime-node brings its library for every platform. */
const NATIVE = /(?:^|\/)onnxruntime-node\/bin\/napi-v\d+\/([^/]+)\/([^/]+)\//

/**
 * The files of a bundle for the machine that this runs on, relative to the project's folder, with slashes: the build, the
 * models and the installed packages that production needs.
 */
export function contents(): string[] {
  const files = [...FILES, ...[...FOLDERS, ...packages()].flatMap(filesIn)]
  return files.filter((file) => !UNUSED.test(file) && fits(file)).sort()
}

/** Those of package-lock.json that are not for development alone, as far as this platform has them. */
function packages(): string[] {
  const { packages: locked } = JSON.parse(readFileSync(`${root}package-lock.json`, 'utf8')) as Lock
  return Object.entries(locked)
    .filter(([folder, { dev }]) => folder !== '' && dev !== true && existsSync(root + folder))
    .map(([folder]) => folder)
}

interface Lock {
  /** By folder. */
  readonly packages: Record<string, { readonly dev?: boolean }>
}

/** Not those of packages inside: they are listed by themselves, where production needs them. */
function filesIn(path: string): string[] {
  const entries = readdirSync(join(root, path), { withFileTypes: true })
  return entries.flatMap((entry) => {
    const name = `${path}/${entry.name}`
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesIn(name)
    return entry.isFile() ? [name] : []
  })
}

function fits(file: string): boolean {
  const [, platform, arch] = NATIVE.exec(file) ?? []
  return platform === undefined || (platform === process.platform && arch === process.arch)
}
