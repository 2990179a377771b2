import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { serverOptions } from '../adapters/config/server.js'
import { bundle } from '../packaging/bundle.js'
import { manifest } from '../packaging/manifest.js'
import { readProject } from '../packaging/project.js'
import { serverJson } from '../packaging/server-json.js'
import { examples, main, root, stack } from './adapters/pictures.js'

const project = readProject()
const json = async (name: string) => JSON.parse(await readFile(`${root}${name}`, 'utf8'))

/** What of the manifest's format, version 0.4, deixis uses: nothing else may be there. */
const Manifest = z.strictObject({
  $schema: z.url(),
  manifest_version: z.literal('0.4'),
  name: z.string().min(1),
  display_name: z.string(),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  description: z.string(),
  long_description: z.string(),
  author: z.strictObject({ name: z.string().min(1) }),
  license: z.string(),
  keywords: z.array(z.string()),
  server: z.strictObject({
    type: z.enum(['node', 'python', 'binary', 'uv']),
    entry_point: z.string(),
    mcp_config: z.strictObject({
      command: z.string(),
      args: z.array(z.string()),
      env: z.record(z.string(), z.string()),
    }),
  }),
  user_config: z.record(
    z.string(),
    z.strictObject({
      type: z.enum(['string', 'number', 'boolean', 'directory', 'file']),
      title: z.string(),
      description: z.string(),
      required: z.boolean(),
      multiple: z.boolean().optional(),
      default: z.union([z.string(), z.array(z.string())]),
    }),
  ),
  tools: z.array(z.strictObject({ name: z.string(), description: z.string() })),
  prompts_generated: z.boolean(),
  compatibility: z.strictObject({
    platforms: z.array(z.enum(['darwin', 'win32', 'linux'])),
    runtimes: z.strictObject({ node: z.string() }),
  }),
})
type Manifest = z.infer<typeof Manifest>

/** The command as a host makes it: a list of folders fills as many arguments as it has. */
function commandOf({ server: { mcp_config } }: Manifest, values: Record<string, string | string[]>) {
  const fill = (text: string) => text.replace(/\$\{([\w.]+)\}/g, (_, name) => String(values[name]))
  const args = mcp_config.args.flatMap((arg) => {
    const value = values[/^\$\{([\w.]+)\}$/.exec(arg)?.[1] ?? '']
    return Array.isArray(value) ? value : fill(arg)
  })
  const env = Object.entries(mcp_config.env).map(([name, value]) => [name, fill(value)])
  return { command: mcp_config.command, args, env: Object.fromEntries(env) as Record<string, string> }
}

describe('deixis.mcpb', () => {
  let folder: string
  let files: Record<string, Uint8Array>
  // Thousands of files, read, packed and written again.
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deixis-bundle-'))
    files = unzipSync(await bundle(1))
    await Promise.all(
      [...new Set(Object.keys(files).map(dirname))].map((each) =>
        mkdir(join(folder, each), { recursive: true }),
      ),
    )
    await Promise.all(Object.entries(files).map(([name, bytes]) => writeFile(join(folder, name), bytes)))
  }, 300_000)
  afterAll(() => rm(folder, { recursive: true, force: true }))

  const read = (): Manifest => Manifest.parse(JSON.parse(Buffer.from(files['manifest.json']!).toString()))

  it('says what it is, in the format of version 0.4', () => {
    const written = read()
    expect(written).toEqual(manifest(project, process.platform))
    expect(written.version).toBe(project.version)
    expect(files[written.server.entry_point]).toBeDefined()
    // What is asked for is used, and what is used is asked for.
    const used = [...JSON.stringify(written.server).matchAll(/\$\{user_config\.(\w+)\}/g)].map(
      ([, name]) => name,
    )
    expect(used.sort()).toEqual(Object.keys(written.user_config).sort())
  })

  it('holds nothing of other platforms, of development or of this machine', () => {
    const names = Object.keys(files)
    const native = names.filter((name) => name.includes('onnxruntime-node/bin/'))
    expect(native).not.toEqual([])
    for (const name of native) expect(name).toContain(`/${process.platform}/${process.arch}/`)
    expect(
      names.filter((name) => /node_modules\/(vitest|typescript|@biomejs|playwright-core)\//.test(name)),
    ).toEqual([])
    expect(names.filter((name) => /^\/|\.\.|\.d\.ts$|\.map$|(^|\/)\.(git|env|npmrc)/.test(name))).toEqual([])
    const licences = (name: string) =>
      names.some((each) => each.startsWith(`node_modules/${name}/`) && /licen[cs]e/i.test(each))
    for (const name of ['express', 'sharp', 'zod']) expect(licences(name), name).toBe(true)
  })

  it('serves, unpacked somewhere else, as its manifest says', async () => {
    const results = join(folder, 'results')
    const transport = new StdioClientTransport({
      ...commandOf(read(), {
        __dirname: folder,
        'user_config.allowed_directories': [results, examples],
        'user_config.output_directory': results,
        'user_config.grounder': '',
      }),
      // Where desktop applications start.
      cwd: '/',
      stderr: 'pipe',
    })
    let log = ''
    transport.stderr?.on('data', (chunk) => {
      log += chunk
    })
    const client = new Client({ name: 'deixis-test', version: '1' })
    await client.connect(transport)
    try {
      expect(client.getServerVersion()).toMatchObject({ name: 'deixis', version: project.version })
      const call = async (name: string, args: object) =>
        (await client.callTool({ name, arguments: { ...args } })) as CallToolResult
      const opened = await call('open_image', { image: stack })
      expect(opened.structuredContent, log).toMatchObject({ width: 640, height: 480 })
      const { structuredContent } = await call('segment', { image: stack, phrase: 'the red suitcase' })
      expect(structuredContent, log).toMatchObject({
        regions: [{ label: 'suitcase' }],
        saved: expect.stringContaining(results),
      })
    } finally {
      await client.close()
    }
  }, 180_000)
})

describe('server.json', () => {
  it('is what the sources say: npm run bundle writes it', async () => {
    expect(await json('server.json')).toEqual(JSON.parse(JSON.stringify(serverJson(project))))
  })

  it('names the package, its version and the name that the package gives', async () => {
    const { name, description, version, packages } = await json('server.json')
    const { mcpName, version: current } = await json('package.json')
    expect(name).toBe(mcpName)
    expect(name).toMatch(/^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/)
    expect(description.length).toBeLessThanOrEqual(100)
    const lock = await json('package-lock.json')
    expect([version, packages[0].version, lock.version]).toEqual([current, current, current])
    expect(packages).toMatchObject([
      { registryType: 'npm', identifier: 'deixis', transport: { type: 'stdio' } },
    ])
  })
})

describe('docs/install.md', () => {
  it('has blocks that can be pasted, and that start what there is', async () => {
    const text = await readFile(`${root}docs/install.md`, 'utf8')
    const blocks = [...text.matchAll(/```json\n(.*?)```/gs)].map(([, block]) => JSON.parse(block!))
    const servers = blocks.map(({ mcpServers, servers }) => (mcpServers ?? servers).deixis)
    expect(servers).toHaveLength(5)
    for (const { command, args, url } of servers) {
      if (url !== undefined) {
        expect(url).toBe('https://deixis.example.org/mcp')
        continue
      }
      const [file, name, ...flags] = args as string[]
      expect([command, name]).toEqual(['node', 'mcp'])
      expect(file!.replace('/path/to/deixis/', root)).toBe(main)
      const known = Object.values(serverOptions).map((row) => row.flags.split(' ')[0])
      for (const flag of flags.filter((each) => each.startsWith('-'))) expect(known).toContain(flag)
    }
  })
})
