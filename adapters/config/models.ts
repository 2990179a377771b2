import type { EngineOptions } from '../../src/index.js'
import { isOn, type OptionRow } from './options.js'

/** Who looks and who thinks. */
export const modelOptions = {
  grounder: {
    flags: '--grounder <model>',
    env: 'DEIXIS_GROUNDER',
    description:
      'who finds what is named: "embedded", or a vision-language model as PROVIDER:MODEL[@URL], such as ollama:qwen3-vl:4b (default: embedded)',
  },
  reasoner: {
    flags: '--reasoner <model>',
    env: 'DEIXIS_REASONER',
    description:
      'who reads what the grammar cannot: "rules" for nobody, or a language model, named as above (default: rules)',
  },
  check: {
    flags: '--check',
    env: 'DEIXIS_CHECK',
    description: "have the grounder's model take a second look at each region that it found",
  },
} as const satisfies Record<string, OptionRow>

export type ModelFlags = { grounder?: string; reasoner?: string; check?: boolean }

/** Flags win over the environment. The key of a model server comes from the environment alone: flags show in process lists. */
export function resolveModels(flags: ModelFlags, env: NodeJS.ProcessEnv): EngineOptions {
  return {
    grounder: flags.grounder ?? (env[modelOptions.grounder.env] || undefined),
    reasoner: flags.reasoner ?? (env[modelOptions.reasoner.env] || undefined),
    check: flags.check ?? isOn(env[modelOptions.check.env]),
    apiKeyFor: (url) => keyFor(url, env),
  }
}

/** What belongs to OpenAI goes to nobody else. */
export function keyFor(
  url: string,
  { DEIXIS_API_KEY, OPENAI_API_KEY }: NodeJS.ProcessEnv,
): string | undefined {
  return DEIXIS_API_KEY || (new URL(url).host === 'api.openai.com' ? OPENAI_API_KEY || undefined : undefined)
}
