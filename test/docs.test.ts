import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { tools } from '../tools/index.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const readme = await readFile(join(root, 'README.md'), 'utf8')

describe('README', () => {
  it('lists the tools that there are', () => {
    const rows = [...readme.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name)
    expect(rows.sort()).toEqual(tools.map(({ name }) => name).sort())
  })

  it('shows the program that examples/library.ts is', async () => {
    const [, program] = /```ts\n([\s\S]*?)```/.exec(readme) ?? []
    expect(program).toBe(await readFile(join(root, 'examples/library.ts'), 'utf8'))
  })

  it('shows a program that runs', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'deixis-docs-'))
    try {
      await cp(join(root, 'examples'), join(folder, 'examples'), { recursive: true })
      const built = join(root, 'dist/examples/library.js')
      const { stdout } = await promisify(execFile)(process.execPath, [built], { cwd: folder })
      expect(stdout).toContain(
        "3 suitcases that can be removed: r1, r3 and r4. That is suitcase r4. { r4: 'suitcase, green' }",
      )
      expect((await stat(join(folder, 'green.png'))).size).toBeGreaterThan(10_000)
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
