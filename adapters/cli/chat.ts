import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import type { Command } from 'commander'
import { DeixisError, UserInputError } from '../../src/errors.js'
import type { Conversation } from '../../src/index.js'
import type { ModelFlags } from '../config/models.js'
import { debugging, modelConfig, storeConfig } from '../config.js'
import { addTalkFlags, type TalkFlags, talkOf } from './conversation.js'
import { addModelOptions } from './options.js'
import { withDeixis } from './session.js'
import { createTerminal, META } from './terminal.js'

const HELP = `
Type what you mean, one line a turn: "the red suitcases", "only the one on top", "what is under it?", "undo".
${META}

Lines may also be piped in; each gives one line:
  printf 'the birds\\nonly the one on the right\\n' | deixis chat beach.jpg -o turns/

What is said is kept, with the masks, in a file of your account: "deixis conversations" lists it, and forgets. To go on:
  deixis chat -c beach             the conversation begun with: deixis chat beach.jpg -c beach`

interface Flags extends Partial<TalkFlags>, ModelFlags {
  output?: string
}

export function addChat(program: Command): void {
  const command = program
    .command('chat')
    .description('talk about pictures, turn after turn')
    .argument('[image]', 'path, https:// address, or data: URI; needless where a conversation goes on')
    .option('-o, --output <folder>', 'draw each answer that found something into FOLDER/turn-N.png')
  addTalkFlags(addModelOptions(command))
    .addHelpText('after', HELP)
    .action(async (source: string | undefined, { output, conversation, ...flags }: Flags) => {
      const id = conversation ?? newId()
      const store = storeConfig(flags)
      await withDeixis(
        async (deixis, follow) => {
          await talkOf(deixis, source, id, follow)
          if (output !== undefined) await makeFolder(output)
          const history = () => historyOf(deixis.conversation(id))
          const terminal = createTerminal({ conversationId: id, folder: output, history })
          const { createChatHandler } = await import('../chat/handler.js')
          const { capabilities } = terminal
          const handler = createChatHandler({ deixis, capabilities, encoding: 'png', log: complain })
          await terminal.start(handler, follow.signal)
        },
        { ...modelConfig(flags), store },
      )
      if (store && process.stdin.isTTY) console.error(`To go on: deixis chat -c ${id}`)
    })
}

/** Short enough to type: "2026-11-22-3f9a". */
function newId(): string {
  return `${new Date().toISOString().slice(0, 10)}-${randomBytes(2).toString('hex')}`
}

async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true }).catch((cause: NodeJS.ErrnoException) => {
    throw new UserInputError('bad-input', `The folder cannot be made (${cause.code}): check --output.`, {
      cause,
    })
  })
}

/** What the answer, which is written for anybody, keeps to itself. */
function complain(error: unknown): void {
  const unforeseen = 'DEIXIS_DEBUG=1 shows where this comes from.'
  console.error(`deixis: ${error instanceof DeixisError ? error.message : unforeseen}`)
  if (debugging()) console.error(error)
}

function historyOf({ turns }: Conversation): string {
  if (turns.length === 0) return 'Nothing was asked yet.'
  return turns.map(({ text, answer }) => `› ${text || '(look)'}\n  ${answer}`).join('\n')
}
