import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/*
 * Makes the page of `deixis serve` and the MCP App: `node adapters/playground/build.js [FOLDER]`, run by
 * `npm run build`. What browsers need lies in dist/adapters/playground afterwards, and nothing is fetched from elsewhere.
 */

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '../..')
const out = process.argv[2] ?? join(root, 'dist/adapters/playground')

/** Parts of packages that no code here reaches, and what stands in for them. */
const UNUSED = [
  // The SDK's validator of tool results: the page brings a smaller one.
  { filter: /^ajv(-formats)?$/, contents: 'export class Ajv {}\nexport default Ajv' },
  // Zod's messages in forty languages.
  { filter: /locales\/index\.js$/, contents: 'export {}' },
]

const withoutUnused = {
  name: 'without-unused',
  setup(bundle) {
    UNUSED.forEach(({ filter, contents }, i) => {
      bundle.onResolve({ filter }, () => ({ path: String(i), namespace: 'unused' }))
      bundle.onLoad({ filter: new RegExp(`^${i}$`), namespace: 'unused' }, () => ({ contents }))
    })
  },
}

await mkdir(out, { recursive: true })
const { metafile, outputFiles } = await build({
  entryPoints: ['page.ts', 'page.css', 'app.ts'].map((file) => join(here, file)),
  outdir: out,
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2023',
  plugins: [withoutUnused],
  legalComments: 'none',
  metafile: true,
  write: false,
  logLevel: 'warning',
})
const built = Object.fromEntries(outputFiles.map(({ path, text }) => [basename(path), text]))
await Promise.all(['page.js', 'page.css'].map((file) => writeFile(join(out, file), built[file])))
await writeFile(join(out, 'app.html'), appPage(built['app.js'], built['page.css']))
await Promise.all(['page.html', 'icon.svg'].map((file) => copyFile(join(here, file), join(out, file))))
await writeFile(join(out, 'LICENSES.txt'), await licences(Object.keys(metafile.inputs)))

/** All in one: a host shows it in a frame that can reach nothing. */
function appPage(script, style) {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>deixis</title><meta name="viewport" content="width=device-width"><style>${style}</style></head>
<body><script type="module">${script.replaceAll('</script', '<\\/script')}</script></body>
</html>
`
}

/** Of every package that the bundles hold a part of. */
async function licences(inputs) {
  const folders = new Set(
    inputs.flatMap((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []),
  )
  const texts = [...folders].sort().map(async (folder) => {
    const { name, version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
    const text = await readFile(join(folder, 'LICENSE'), 'utf8')
    return `${name} ${version}\n\n${text.trim()}\n`
  })
  return (await Promise.all(texts)).join(`\n${'-'.repeat(80)}\n\n`)
}
