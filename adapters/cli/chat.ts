import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Command } from 'commander'
import { CancelledError, DeixisError, UserInputError } from '../../src/errors.js'
import type { Answer, Conversation } from '../../src/index.js'
import { storeConfig } from '../config.js'
import { addTalkFlags, type TalkFlags, talkOf } from './conversation.js'
import { type Follow, withDeixis, write } from './session.js'

const META = `:undo         take the last turn back        :look   name everything in the picture
:redo         bring it back                  :save FILE   draw the last answer (.png, .jpg, .webp)
:why          reasons for the last answer    :history     what was said so far
:help         this                           :quit   leave (or Ctrl+D)`

const HELP = `
Type what you mean, one line a turn: "the red suitcases", "only the one on top", "what is under it?", "undo".
${META}

Lines may also be piped in; each gives one line:
  printf 'the birds\\nonly the one on the right\\n' | deixis chat beach.jpg -o turns/

What is said is kept, with the masks, in a file of your account: "deixis conversations" lists it, and forgets. To go on:
  deixis chat -c beach             the conversation begun with: deixis chat beach.jpg -c beach`

interface Flags extends Partial<TalkFlags> {
  output?: string
}

export function addChat(program: Command): void {
  const command = program
    .command('chat')
    .description('talk about pictures, turn after turn')
    .argument('[image]', 'path, https:// address, or data: URI; needless where a conversation goes on')
    .option('-o, --output <folder>', 'draw each answer into FOLDER/turn-N.png')
  addTalkFlags(command)
    .addHelpText('after', HELP)
    .action(async (source: string | undefined, { output, conversation, ...storing }: Flags) => {
      const id = conversation ?? newId()
      const store = storeConfig(storing)
      await withDeixis(
        async (deixis, follow) => {
          const talk = await talkOf(deixis, source, id, follow)
          if (output !== undefined) await makeFolder(output)
          await converse(new Chat(talk, follow, output), follow.signal)
        },
        { store },
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

/** One line in, one answer out; a person at a terminal gets a prompt besides. */
async function converse(chat: Chat, signal: AbortSignal): Promise<void> {
  const person = process.stdin.isTTY === true
  const output = person ? { output: process.stderr } : {}
  const lines = createInterface({ input: process.stdin, ...output, prompt: '› ', signal })
  // A terminal hands Ctrl+C to readline, which would swallow it.
  lines.on('SIGINT', () => process.emit('SIGINT'))
  if (person) {
    console.error('Ask about the picture; :help lists what else you can do.')
    lines.prompt()
  }
  for await (const line of lines) {
    if (/^:(quit|q|exit)$/.test(line.trim())) return
    if (line.trim() !== '') await write(await chat.reply(line.trim()))
    if (person) lines.prompt()
  }
}

class Chat {
  #last: Answer | undefined
  #turn = 0
  readonly #talk: Conversation
  readonly #follow: Follow
  readonly #folder: string | undefined

  constructor(talk: Conversation, follow: Follow, folder: string | undefined) {
    this.#talk = talk
    this.#follow = follow
    this.#folder = folder
  }

  /** A mistake costs its turn and not the conversation. */
  async reply(line: string): Promise<string> {
    try {
      return await (line.startsWith(':') ? this.#obey(line) : this.#ask(line))
    } catch (error) {
      if (error instanceof CancelledError || !(error instanceof DeixisError)) throw error
      return `deixis: ${error.message}`
    }
  }

  async #obey(line: string): Promise<string> {
    const [command, ...rest] = line.split(/\s+/)
    switch (command) {
      case ':help':
        return META
      case ':undo':
        return this.#ask('undo')
      case ':redo':
        return this.#ask('redo')
      case ':history':
        return historyOf(this.#talk)
      case ':look':
        return this.#show(await this.#talk.look(this.#follow))
      case ':why':
        return reasonsOf(this.#answered())
      case ':save': {
        const path = rest.join(' ')
        if (path === '') throw new UserInputError('bad-input', 'Name the file: ":save dog.png".')
        await this.#answered().overlay(path)
        return `Drawn into ${path}`
      }
      default:
        throw new UserInputError('bad-input', 'No such command; :help lists them.')
    }
  }

  async #ask(text: string): Promise<string> {
    return this.#show(await this.#talk.ask(text, this.#follow))
  }

  async #show(answer: Answer): Promise<string> {
    this.#last = answer
    this.#turn++
    const ids = answer.regions.map(({ id }) => id).join(' ')
    const parts = [answer.answer, ...(ids === '' ? [] : [`[${ids}]`])]
    if (this.#folder !== undefined) {
      const path = join(this.#folder, `turn-${this.#turn}.png`)
      await answer.overlay(path)
      parts.push(`→ ${path}`)
    }
    return parts.join(' ')
  }

  #answered(): Answer {
    if (this.#last) return this.#last
    throw new UserInputError('bad-input', 'Nothing was asked yet.')
  }
}

function historyOf({ turns }: Conversation): string {
  if (turns.length === 0) return 'Nothing was asked yet.'
  return turns.map(({ text, answer }) => `› ${text || '(look)'}\n  ${answer}`).join('\n')
}

function reasonsOf({ regions, reasons, answer }: Answer): string {
  if (regions.length === 0) return answer
  return regions.map(({ id, label }) => `${id} ${label}: ${reasons[id] ?? 'picked'}`).join('\n')
}
