import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ConfigurationError } from '../../src/errors.js'
import { createWorkerClient } from '../../src/perception/client.js'
import { modelsFolder, readManifest } from '../../src/perception/embedded/manifest.js'
import type { WorkerSetup } from '../../src/perception/protocol.js'

/** Built by `npm test`: a worker thread loads no TypeScript. */
const WORKER = new URL('../../dist/src/perception/worker.js', import.meta.url)

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deixis-models-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Asks a worker on `folder` for the detections of a small grey picture. */
async function detectWith(manifest: ReturnType<typeof readManifest>): Promise<unknown> {
  const setup: WorkerSetup = { modelsFolder: folder, manifest, threads: 1, cacheBytes: 1e6 }
  const client = createWorkerClient(() => new Worker(WORKER, { workerData: setup }))
  const image = {
    id: 'grey',
    name: 'grey',
    width: 64,
    height: 64,
    pixels: new Uint8Array(64 * 64 * 3).fill(127),
  }
  const cancelled = new Int32Array(new SharedArrayBuffer(4))
  try {
    const task = { name: 'detect', input: {} } as const
    return (await client.serve({ task, image, cancelled, progress() {} })).answer
  } finally {
    await client.stop()
  }
}

test('the shipped manifest is valid', () => {
  const manifest = readManifest(modelsFolder())
  expect(manifest.classes).toHaveLength(80)
  expect(manifest.encoder.features).toEqual(expect.arrayContaining(manifest.decoder.features))
  expect(manifest.decoder.features).toEqual(expect.arrayContaining(manifest.surroundings.features))
})

test.each([
  ['missing', undefined],
  ['not JSON', '{'],
  ['of another shape', '{"encoder": {"file": "encoder.onnx"}}'],
])('a manifest that is %s is a configuration error that says what to do', (_, content) => {
  if (content !== undefined) writeFileSync(join(folder, 'manifest.json'), content)
  expect(() => readManifest(folder)).toThrow(ConfigurationError)
  expect(() => readManifest(folder)).toThrow(/Reinstall deixis/)
})

test('a missing or damaged model file is a configuration error, and mending it is enough', async () => {
  const manifest = readManifest(modelsFolder())
  const path = join(folder, manifest.encoder.file)
  await expect(detectWith(manifest)).rejects.toThrow(ConfigurationError)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, 'damaged')
  await expect(detectWith(manifest)).rejects.toThrow(/not the one that the manifest names/)
  copyFileSync(join(modelsFolder(), manifest.encoder.file), path)
  expect(await detectWith(manifest)).toEqual([])
})
