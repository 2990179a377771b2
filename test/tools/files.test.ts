import { mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Image } from '../../src/image/image.js'
import { saveFile, saveFileAt, stemOf } from '../../tools/files.js'

let folder: string
let out: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deixis-files-'))
  out = join(folder, 'out')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('saveFile()', () => {
  it('makes the folder and never replaces a file', async () => {
    expect(await saveFile(out, 'dog', 'txt', 'one')).toBe(join(out, 'dog-1.txt'))
    expect(await saveFile(out, 'dog', 'txt', 'two')).toBe(join(out, 'dog-2.txt'))
    expect(await readFile(join(out, 'dog-1.txt'), 'utf8')).toBe('one')
  })
})

describe('saveFileAt()', () => {
  const saveAt = (path: string, directories: string[] = []) =>
    saveFileAt(path, 'text', { outputDirectory: out, directories })

  it('takes a relative path from the output folder', async () => {
    await saveAt('dog.json')
    expect(await readdir(out)).toEqual(['dog.json'])
  })

  it('writes into an allowed folder', async () => {
    const allowed = join(folder, 'allowed')
    await mkdir(allowed)
    await saveAt(join(allowed, 'dog.json'), [allowed])
    expect(await readdir(allowed)).toEqual(['dog.json'])
  })

  it.each(['../dog.json', '/dog.json'])('refuses %s', async (path) => {
    await expect(saveAt(path)).rejects.toMatchObject({ code: 'forbidden-path' })
  })

  it('refuses a folder that a link leads out of', async () => {
    await mkdir(out)
    await symlink(folder, join(out, 'way-out'))
    await expect(saveAt('way-out/dog.json')).rejects.toMatchObject({ code: 'forbidden-path' })
  })

  it('refuses to write through a dangling link', async () => {
    await mkdir(out)
    await symlink(join(folder, 'elsewhere.json'), join(out, 'dog.json'))
    await expect(saveAt('dog.json')).rejects.toThrow('exists and is not replaced')
    expect(await readdir(folder)).toEqual(['out'])
  })

  it('refuses to replace a file', async () => {
    await saveAt('dog.json')
    await expect(saveAt('dog.json')).rejects.toThrow('exists and is not replaced')
  })

  it('says so when the folder is missing', async () => {
    await expect(saveAt('a/b/dog.json')).rejects.toThrow('folder of that path does not exist')
  })
})

describe('stemOf()', () => {
  const stem = (name: string) => stemOf({ id: 'abc', name } as Image)

  it('makes a plain file name of whatever a picture is called', () => {
    expect(stem('My Dog (1).JPG')).toBe('my-dog-1')
    expect(stem('../../etc/passwd')).toBe('etc-passwd')
    expect(stem('写真.jpg')).toBe('abc')
  })
})
