import { type FoundModel, type FoundServer, localServers } from '../../src/llm/probe.js'
import { providers } from '../../src/llm/providers.js'

/** Models of one server that are listed; those that see come first. */
const MAX_MODELS = 8

export interface Report {
  readonly version: string
  readonly node: string
  readonly engine: EngineReport
  readonly servers: readonly FoundServer[]
  readonly model?: ModelReport
}

export interface EngineReport {
  /** Relative to the folder of models. */
  readonly files: readonly { readonly file: string; readonly bytes: number }[]
  readonly problem?: string
}

export interface ModelReport {
  /** As it was given. */
  readonly name: string
  readonly sees: boolean
  /** Why it gave no answer. */
  readonly problem?: string
  readonly elapsedMs?: number
}

export function isWell({ engine, model }: Report): boolean {
  return engine.problem === undefined && model?.sees !== false
}

export function toJson({ engine, servers, model, ...rest }: Report) {
  return {
    ...rest,
    engine: { works: engine.problem === undefined, ...engine },
    servers: servers.map(({ provider, url, models }) => ({
      provider,
      url,
      models:
        models?.map(({ name, seesPictures }) => ({ name, sees_pictures: seesPictures ?? null })) ?? null,
    })),
    ...(model && {
      model: { name: model.name, sees: model.sees, problem: model.problem, elapsed_ms: model.elapsedMs },
    }),
  }
}

export function toLines(report: Report): string[] {
  const { version, node, engine, servers, model } = report
  return [
    `deixis ${version}, Node ${node}`,
    '',
    engineLine(engine),
    ...servers.flatMap(serverLines),
    ...absentLine(servers),
    ...(model ? [modelLine(model)] : []),
    ...nextLines(report),
  ]
}

function engineLine({ files, problem }: EngineReport): string {
  if (problem !== undefined) return `✗ Embedded engine: ${problem}`
  const sizes = files.map(({ file, bytes }) => `${file} ${(bytes / 1e6).toFixed(1)} MB`)
  return `✓ Embedded engine: works (${sizes.join(', ')})`
}

function serverLines({ provider, url, models }: FoundServer): string[] {
  const title = `✓ ${providers[provider].label} at ${url}`
  if (models === undefined) return [`${title}: wants a key, in DEIXIS_API_KEY`]
  if (models.length === 0) return [`${title}: has no model yet`]
  const sorted = [...models].sort((a, b) => rankOf(a) - rankOf(b)).slice(0, MAX_MODELS)
  const width = Math.max(...sorted.map(({ name }) => name.length))
  const rest = models.length - sorted.length
  return [
    title,
    ...sorted.map(({ name, seesPictures }) => `    ${name.padEnd(width)}  ${sightInWords(seesPictures)}`),
    ...(rest > 0 ? [`    and ${rest} more`] : []),
  ]
}

function rankOf({ seesPictures }: FoundModel): number {
  return seesPictures ? 0 : seesPictures === undefined ? 1 : 2
}

function sightInWords(seesPictures: boolean | undefined): string {
  if (seesPictures === undefined) return 'does not say whether it sees: try it'
  return seesPictures ? 'sees pictures' : 'reads words alone'
}

function absentLine(servers: readonly FoundServer[]): string[] {
  const absent = localServers.filter(({ provider }) => servers.every((found) => found.provider !== provider))
  const labels = absent.map(({ provider }) => providers[provider].label)
  return labels.length === 0 ? [] : [`– Not running here: ${labels.join(', ')}`]
}

function modelLine({ name, sees, problem, elapsedMs = 0 }: ModelReport): string {
  if (problem !== undefined) return `✗ ${name}: ${problem}`
  const seconds = (elapsedMs / 1000).toFixed(1)
  return sees
    ? `✓ ${name}: sees; it named the colour of a drawn square in ${seconds} s`
    : `✗ ${name}: answers, but did not see a drawn square. Take a model that sees pictures.`
}

/** What to do now; a line with ✗ says so itself. */
function nextLines(report: Report): string[] {
  const { servers, model } = report
  if (!isWell(report)) return []
  if (model)
    return ['', 'Next:', `  deixis segment photo.jpg "the mug that is tipping over" --grounder ${model.name}`]
  const seeing = servers.flatMap(({ provider, models = [] }) =>
    models.filter(({ seesPictures }) => seesPictures !== false).map(({ name }) => `${provider}:${name}`),
  )
  if (seeing[0] !== undefined) return ['', 'Next, try a model:', `  deixis doctor ${seeing[0]}`]
  if (servers.some(({ provider }) => provider === 'ollama')) {
    return [
      '',
      'Next, get a model that sees:',
      '  ollama pull qwen3-vl:4b',
      '  deixis doctor ollama:qwen3-vl:4b',
    ]
  }
  return ['', 'No model server is needed for:', '  deixis segment photo.jpg "the dog on the left"']
}
