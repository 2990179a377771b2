import type { Command } from 'commander'
import type { ConversationSummary } from '../../src/index.js'
import type { StoreFlags } from '../config/store.js'
import { storeConfig } from '../config.js'
import { addStoreOptions } from './options.js'
import { withDeixis, write } from './session.js'

/** Of a line of the list. */
const MAX_TEXT = 60

interface Flags extends StoreFlags {
  forget?: string[]
  json?: true
}

export function addConversations(program: Command): void {
  const command = program
    .command('conversations')
    .description('list the conversations that are kept, or forget some')
    .option('--forget <id...>', 'delete all that is kept of these')
    .option('--json', 'print one JSON array instead of text')
  addStoreOptions(command).action(async ({ forget = [], json, ...storing }: Flags) => {
    await withDeixis(
      async (deixis) => {
        for (const id of forget) deixis.forget(id)
        const kept = deixis.conversations()
        if (json) await write(JSON.stringify(kept))
        else await write(kept.length === 0 ? 'No conversation is kept.' : kept.map(line).join('\n'))
      },
      { store: storeConfig(storing) },
    )
  })
}

function line({ id, updated, turns, lastText, picture }: ConversationSummary): string {
  const when = updated.toISOString().slice(0, 16).replace('T', ' ')
  const text = lastText.length > MAX_TEXT ? `${lastText.slice(0, MAX_TEXT)}…` : lastText
  return `${id}  ${when}  ${picture ?? 'no picture'}, ${turns === 1 ? '1 turn' : `${turns} turns`}: "${text}"`
}
