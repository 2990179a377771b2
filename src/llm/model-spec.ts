import { ConfigurationError } from '../errors.js'
import { type ProviderName, providers } from './providers.js'

/** Which model, behind which server. */
export interface ModelSpec {
  readonly provider: ProviderName
  /** The server's own name of it: "qwen3-vl:4b". */
  readonly model: string
  /** Where the server is, with no slash at the end: "http://127.0.0.1:11434". */
  readonly url: string
}

/** What servers name models by, and nothing that a terminal or a log would take for more. */
export const MODEL_NAME = /^[\w./:@+-]{1,200}$/
/** `@` and an address: model names may hold an `@` of their own, as LM Studio's "qwen3-vl-4b@q4_k_m" does. */
const ADDRESS = /@(?=[a-z][a-z0-9+.-]*:\/\/)/i
/** What stands after an `@` and looks like a host without its `http://`. */
const BARE_HOST = /@(localhost$|[^@]*[:/.][^@]*$)/i

/**
 * Reads `PROVIDER:MODEL[@URL]`, such as "ollama:qwen3-vl:4b" or "openai:gpt-4.1@https://api.example.com/v1".
 *
 * @throws ConfigurationError which says what is expected
 */
export function parseModelSpec(text: string): ModelSpec {
  const [name = '', address, ...more] = text.trim().split(ADDRESS)
  const colon = name.indexOf(':')
  const provider = name.slice(0, colon)
  const model = name.slice(colon + 1)
  if (!isProvider(provider)) throw expected(`it begins with one of ${Object.keys(providers).join(', ')}`)
  if (!MODEL_NAME.test(model)) throw expected(`a model's name follows "${provider}:"`)
  if (more.length > 0 || BARE_HOST.test(model)) throw expected('an address begins with http:// or https://')
  return { provider, model, url: address === undefined ? providers[provider].url : urlOf(address, provider) }
}

function urlOf(address: string, provider: ProviderName): string {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw expected('an address begins with http:// or https://')
  }
  if (url.username !== '' || url.password !== '') {
    throw expected('an address holds no user and no password: a key is given apart from it')
  }
  if (url.search !== '' || url.hash !== '') throw expected('an address ends with its path')
  const path = url.pathname.replace(/\/+$/, '')
  // All servers of that protocol answer under /v1.
  return `${url.origin}${path === '' && providers[provider].protocol === 'openai' ? '/v1' : path}`
}

function isProvider(name: string): name is ProviderName {
  return Object.hasOwn(providers, name)
}

function expected(what: string): ConfigurationError {
  return new ConfigurationError(
    `A model is named as PROVIDER:MODEL or PROVIDER:MODEL@URL, such as "ollama:qwen3-vl:4b": ${what}.`,
  )
}
