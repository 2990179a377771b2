import { type Command, Option } from 'commander'
import { modelOptions } from '../config/models.js'
import type { OptionRow } from '../config/options.js'
import { storeOptions } from '../config/store.js'

/** Flags from rows of options. */
export function addOptions(command: Command, rows: Record<string, OptionRow>): Command {
  for (const row of Object.values(rows)) {
    const option = new Option(row.flags, `${row.description} (env: ${row.env})`)
    if (row.choices) option.choices(row.choices)
    if (row.repeatable) option.argParser((value: string, before: string[] = []) => [...before, value])
    command.addOption(option)
  }
  return command
}

export function addModelOptions(command: Command): Command {
  return addOptions(command, modelOptions)
}

export function addStoreOptions(command: Command): Command {
  return addOptions(command, storeOptions).option('--no-store', 'keep nothing beyond this process')
}
