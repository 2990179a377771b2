import * as z from 'zod'
import { exchange, HttpError, type HttpRequest } from './http.js'
import { MODEL_NAME } from './model-spec.js'
import { type ProviderName, providers } from './providers.js'

/** A server at hand answers such questions at once. */
const TIMEOUT_MS = 2000

export interface ServerAddress {
  readonly provider: ProviderName
  readonly url: string
  readonly apiKey?: string | undefined
}

export interface FoundServer {
  readonly provider: ProviderName
  readonly url: string
  /** As the server sorts them; undefined where it tells them to the holders of a key alone. */
  readonly models: readonly FoundModel[] | undefined
}

export interface FoundModel {
  readonly name: string
  /** As the server says; undefined where it does not. */
  readonly seesPictures: boolean | undefined
}

/** Where servers on this machine listen unless told otherwise. */
export const localServers: readonly ServerAddress[] = (Object.keys(providers) as ProviderName[])
  .map((provider) => ({ provider, url: providers[provider].url }))
  .filter(({ url }) => url.startsWith('http://127.0.0.1:'))

/**
 * The model servers that run at these addresses, in their order, and what they serve. Something else that listens there
 * is left out.
 *
 * @throws CancelledError
 */
export async function findServers(
  addresses: readonly ServerAddress[],
  signal: AbortSignal,
): Promise<FoundServer[]> {
  const found = addresses.map(async ({ provider, url, apiKey }) => {
    const ask: Ask = (path, body) => answerOf({ url: new URL(path, `${url}/`).href, body, apiKey }, signal)
    const models = await modelsOf(provider, ask)
    return models && { provider, url, models: models === WANTS_KEY ? undefined : models.filter(isNameable) }
  })
  return (await Promise.all(found)).filter((server) => server !== undefined)
}

const WANTS_KEY = Symbol('wants a key')

/** What a server says under a path: JSON, that it wants a key, or nothing of use. */
type Ask = (path: string, body?: string) => Promise<unknown>

type Models = readonly FoundModel[] | typeof WANTS_KEY | undefined

function modelsOf(provider: ProviderName, ask: Ask): Promise<Models> {
  return providers[provider].protocol === 'ollama' ? ollamaModels(ask) : completionModels(provider, ask)
}

/** A server may list what it likes; what no spec can name is of no use, and unfit to be shown. */
function isNameable({ name }: FoundModel): boolean {
  return MODEL_NAME.test(name)
}

const OllamaTags = z.object({ models: z.array(z.object({ name: z.string() })) })
const OllamaModel = z.object({ capabilities: z.array(z.string()) })

async function ollamaModels(ask: Ask): Promise<Models> {
  const tags = await ask('api/tags')
  if (tags === WANTS_KEY) return WANTS_KEY
  const { data } = OllamaTags.safeParse(tags)
  const shown = data?.models.map(async ({ name }) => {
    const model = OllamaModel.safeParse(await ask('api/show', JSON.stringify({ model: name })))
    return { name, capabilities: model.data?.capabilities }
  })
  return (
    shown &&
    (await Promise.all(shown))
      // The others only turn words into vectors.
      .filter(({ capabilities }) => capabilities?.includes('completion') !== false)
      .map(({ name, capabilities }) => ({ name, seesPictures: capabilities?.includes('vision') }))
  )
}

const CompletionModels = z.object({ data: z.array(z.object({ id: z.string() })) })
const LlamaProps = z.object({ modalities: z.object({ vision: z.boolean() }) })

async function completionModels(provider: ProviderName, ask: Ask): Promise<Models> {
  const listed = await ask('models')
  if (listed === WANTS_KEY) return WANTS_KEY
  const { data } = CompletionModels.safeParse(listed)
  if (data === undefined) return undefined
  // Of all these servers, llama.cpp alone says what its model takes.
  const props = provider === 'llamacpp' ? LlamaProps.safeParse(await ask('/props')) : undefined
  return data.data.map(({ id }) => ({ name: id, seesPictures: props?.data?.modalities.vision }))
}

async function answerOf(request: HttpRequest, signal: AbortSignal): Promise<unknown> {
  try {
    const { status, body } = await exchange(request, { timeoutMs: TIMEOUT_MS, idleMs: TIMEOUT_MS }, signal)
    if (status === 401 || status === 403) return WANTS_KEY
    return status === 200 ? JSON.parse(body) : undefined
  } catch (error) {
    if (error instanceof HttpError || error instanceof SyntaxError) return undefined
    throw error
  }
}
