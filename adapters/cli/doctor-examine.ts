import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { DeixisError, throwIfAborted } from '../../src/errors.js'
import type { Image } from '../../src/image/image.js'
import { createChatModel } from '../../src/llm/create-chat-model.js'
import { type ModelSpec, parseModelSpec } from '../../src/llm/model-spec.js'
import { findServers, localServers, type ServerAddress } from '../../src/llm/probe.js'
import { checkSight } from '../../src/llm/sight.js'
import { modelsFolder, readManifest } from '../../src/perception/embedded/manifest.js'
import { createEmbeddedEngine } from '../../src/perception/embedded.js'
import { modelKey } from '../config.js'
import { version } from '../version.js'
import type { EngineReport, ModelReport, Report } from './doctor-report.js'
import { showStatus } from './progress.js'

/**
 * Looks at all that an answer depends on.
 *
 * @param name a model to try, as PROVIDER:MODEL[@URL]
 * @throws ConfigurationError for a name that cannot be read, and CancelledError
 */
export async function examine(name: string | undefined, signal: AbortSignal): Promise<Report> {
  const spec = name === undefined ? undefined : parseModelSpec(name)
  showStatus('trying the embedded engine')
  const engine = await tryEngine(signal)
  showStatus('looking for model servers')
  const servers = await findServers(addressesWith(spec), signal)
  const report = { version, node: process.versions.node, engine, servers }
  if (name === undefined || spec === undefined) return report
  showStatus('showing the model a picture')
  return { ...report, model: await tryModel(name, spec, signal) }
}

/** Runs both of its models, which check the sums of their files as they are loaded. */
async function tryEngine(signal: AbortSignal): Promise<EngineReport> {
  const engine = createEmbeddedEngine()
  try {
    const prompt = { box: { x: 40, y: 40, width: 80, height: 80 } }
    await engine.segmenter.segment(blank(160), [prompt], { signal, progress() {} })
    return { files: await modelFiles() }
  } catch (error) {
    return { files: [], problem: messageOf(error, signal) }
  } finally {
    await engine.close()
  }
}

async function modelFiles(): Promise<EngineReport['files']> {
  const folder = modelsFolder()
  const { encoder, decoder } = readManifest(folder)
  return Promise.all(
    [encoder, decoder].map(async ({ file }) => ({ file, bytes: (await stat(join(folder, file))).size })),
  )
}

function blank(side: number): Image {
  const pixels = new Uint8Array(side * side * 3).fill(255)
  return { id: 'doctor', name: 'blank', width: side, height: side, pixels }
}

/** Those of this machine, and the one that the model is behind. */
function addressesWith(spec: ModelSpec | undefined): ServerAddress[] {
  if (spec === undefined) return [...localServers]
  const { provider, url } = spec
  const others = localServers.filter((server) => server.url !== url)
  return [...others, { provider, url, apiKey: modelKey(url) }]
}

async function tryModel(name: string, { url }: ModelSpec, signal: AbortSignal): Promise<ModelReport> {
  try {
    const { sees, reply } = await checkSight(createChatModel(name, { apiKey: modelKey(url) }), signal)
    return { name, sees, elapsedMs: reply.elapsedMs }
  } catch (error) {
    return { name, sees: false, problem: messageOf(error, signal) }
  }
}

/** What a report says of a failure; what nobody foresaw stays one. */
function messageOf(error: unknown, signal: AbortSignal): string {
  throwIfAborted(signal)
  if (error instanceof DeixisError) return error.message
  throw error
}
