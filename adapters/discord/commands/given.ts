import type { ChatInputCommandInteraction } from 'discord.js'

/** The options that were filled in, as words. */
export function given({ options }: ChatInputCommandInteraction, ...names: string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = options.get(name)?.value
      return value === undefined ? [] : [[name, String(value)]]
    }),
  )
}
