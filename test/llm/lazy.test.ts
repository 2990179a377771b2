import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const entry = fileURLToPath(new URL('../../src/index.ts', import.meta.url))

/** What the runtime loads with a module: files and packages. A lazy `import()` and an `import type` are no part of it. */
function loadedWith(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file) || !existsSync(file)) return seen.add(file)
  seen.add(file)
  const statements = readFileSync(file, 'utf8').matchAll(
    /^(?:import|export) (?!type )[^;'"]*? from '([^']+)'/gms,
  )
  for (const [, name = ''] of statements) {
    const target = name.startsWith('.')
      ? fileURLToPath(new URL(name.replace(/\.js$/, '.ts'), `file://${file}`))
      : name
    loadedWith(target, seen)
  }
  return seen
}

it("loads nothing of LangChain with import 'deixis'", () => {
  const loaded = [...loadedWith(entry)]
  expect(loaded).toContain(fileURLToPath(new URL('../../src/errors.ts', import.meta.url)))
  expect(loaded).toContain('zod')
  expect(loaded.filter((name) => /^(@?langchain)/.test(name))).toEqual([])
})
