import { ConfigurationError } from '../../src/errors.js'

/** One row an option: flags, environment and help are all read from here. */
export interface OptionRow {
  readonly flags: string
  readonly env: string
  readonly description: string
  readonly repeatable?: true
  readonly choices?: readonly string[]
}

export function countOf({ flags, env }: OptionRow, text: string | undefined, otherwise: number): number {
  if (!text) return otherwise
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text)
  throw new ConfigurationError(
    `${flags.split(' ')[0]} (${env}): expected a whole number, such as ${otherwise}.`,
  )
}

export function isOn(value: string | undefined): boolean {
  return !['', '0', undefined].includes(value)
}
