import { countOf, type OptionRow } from './options.js'

/** How much a chat service takes on, from one person and from all together. */
export const chatOptions = {
  authorRate: {
    flags: '--author-rate <n>',
    env: 'DEIXIS_AUTHOR_RATE',
    description: 'requests a minute that one person may make (default: 20)',
  },
  spaceRate: {
    flags: '--space-rate <n>',
    env: 'DEIXIS_SPACE_RATE',
    description: 'requests a minute that all people of one community together may make (default: 120)',
  },
  maxWaiting: {
    flags: '--max-waiting <n>',
    env: 'DEIXIS_MAX_WAITING',
    description: 'requests that may wait in line (default: 200)',
  },
} as const satisfies Record<string, OptionRow>

export type ChatFlags = { [Name in keyof typeof chatOptions]?: string }

/** What `createChatHandler` takes of it. */
export interface ChatConfig {
  readonly limits: { readonly authorPerMinute: number; readonly spacePerMinute: number }
  readonly queue: { readonly maxWaiting: number }
}

/** Flags win over the environment. */
export function resolveChat(flags: ChatFlags, env: NodeJS.ProcessEnv): ChatConfig {
  const count = (name: keyof typeof chatOptions, otherwise: number) =>
    countOf(chatOptions[name], flags[name] || env[chatOptions[name].env], otherwise)
  return {
    limits: { authorPerMinute: count('authorRate', 20), spacePerMinute: count('spaceRate', 120) },
    queue: { maxWaiting: count('maxWaiting', 200) },
  }
}
