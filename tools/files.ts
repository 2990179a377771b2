import { mkdir, realpath, writeFile } from 'node:fs/promises'
import { basename, dirname, extname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { UserInputError } from '../src/errors.js'
import type { ImageInfo } from '../src/index.js'
import type { ToolContext } from './define.js'

const MIME_TYPES: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.txt': 'text/plain',
}

/** Of a file that tools write, by its extension. */
export function mimeTypeOf(file: string): string {
  return MIME_TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream'
}

/** Writes `directory/stem-1.extension`, or the next number that is free. Returns the path. */
export async function saveFile(
  directory: string,
  stem: string,
  extension: string,
  content: Uint8Array | string,
): Promise<string> {
  await mkdir(directory, { recursive: true }).catch(cannotWrite)
  for (let number = 1; ; number++) {
    const path = join(directory, `${stem}-${number}.${extension}`)
    if (await writeNew(path, content)) return path
  }
}

/** Writes the file that a caller named: relative to the output directory, under an allowed folder, new. */
export async function saveFileAt(
  path: string,
  content: Uint8Array | string,
  { outputDirectory, directories }: Pick<ToolContext, 'outputDirectory' | 'directories'>,
): Promise<string> {
  const target = resolve(outputDirectory, path)
  const folder = dirname(target)
  if (folder === resolve(outputDirectory)) await mkdir(folder, { recursive: true }).catch(cannotWrite)
  const realFolder = await realpath(folder).catch(() => {
    // Whether a folder exists is told of those alone that may be written to.
    if (![outputDirectory, ...directories].some((each) => isWithin(folder, each))) throw outside()
    throw new UserInputError(
      'bad-input',
      'The folder of that path does not exist: leave path out, or make the folder.',
    )
  })
  const allowed = await Promise.all(
    [outputDirectory, ...directories].map((each) => realpath(each).catch(() => each)),
  )
  if (!allowed.some((each) => isWithin(realFolder, each))) throw outside()
  const real = join(realFolder, basename(target))
  if (await writeNew(real, content)) return real
  throw new UserInputError(
    'bad-input',
    'A file of that name exists and is not replaced: choose another name.',
  )
}

/** A short file name for what belongs to `image`. */
export function stemOf(image: ImageInfo): string {
  const slug = image.name
    .replace(/\.[a-z0-9]{1,5}$/i, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40)
  return slug === '' ? image.id : slug
}

/** False where a file of that name, a dangling link included, is already there. */
async function writeNew(path: string, content: Uint8Array | string): Promise<boolean> {
  try {
    await writeFile(path, content, { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    return cannotWrite(error)
  }
}

function cannotWrite(error: unknown): never {
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown reason'
  throw new UserInputError(
    'bad-input',
    `The file cannot be written (${code}): choose another folder with --output-dir.`,
    {
      cause: error,
    },
  )
}

function outside(): UserInputError {
  return new UserInputError(
    'forbidden-path',
    'That path lies outside the folders that deixis may write to. Leave path out, or choose one inside.',
  )
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way === '' || !(way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way))
}
