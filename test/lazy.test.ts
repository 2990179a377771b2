import { existsSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Packages that a file loads as soon as it is loaded itself, by way of ours; types load nothing. */
function loadedBy(entry: string): Set<string> {
  const files = new Set([resolve(root, entry)])
  const packages = new Set<string>()
  for (const file of files) {
    const source = readFileSync(file, 'utf8')
    for (const [, name] of source.matchAll(
      /^(?:import|export)(?! type)[^'"\n;]*(?:\{[^}]*\}[^'"\n]*)?'([^']+)'/gm,
    )) {
      if (!name?.startsWith('.')) packages.add(name as string)
      else files.add(resolve(dirname(file), name.replace(/\.js$/, '.ts')))
    }
  }
  expect([...files].filter((file) => !existsSync(file))).toEqual([])
  expect(files.size).toBeGreaterThan(10)
  return packages
}

it('the library loads no client of a model, no agent and no store before they are needed', () => {
  const packages = [...loadedBy('src/index.ts')]
  expect(packages).toContain('lru-cache')
  expect(packages.filter((name) => /langchain|langgraph|onnxruntime|sqlite|discord/.test(name))).toEqual([])
})

it('an agent is what loads LangChain', () => {
  expect([...loadedBy('src/reasoning/agent/run.ts')]).toEqual(
    expect.arrayContaining(['langchain', '@langchain/langgraph', '@langchain/core/messages']),
  )
})
