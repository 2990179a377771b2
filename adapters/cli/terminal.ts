import { writeFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import { CancelledError, type DeixisError, UserInputError } from '../../src/errors.js'
import { saveFile } from '../../tools/files.js'
import type { ChatAdapter, ChatHandler, Inbound, Reply, ReplyFile } from '../chat.js'
import { showStatus } from './progress.js'
import { write } from './session.js'

export const META = `:undo         take the last turn back        :look            name everything in the picture
:redo         bring it back                  :save FILE       draw the last answer (.png, .jpg, .webp)
:why          reasons for the last answer    :cutout [FILE]   the last answer without its background (.png)
:history      what was said so far           :export FORMAT [FILE]   coco, svg, yolo, labelme ...
:only r2 r5, :add r3, :remove r2             :refine r2 grow 5       or shrink, fill-holes, redraw
:forget       delete all that is kept of it  :help, :quit (or Ctrl+D)`

export interface TerminalOptions {
  readonly conversationId: string
  /** Where each answer is drawn into, if anywhere. */
  readonly folder: string | undefined
  /** What was said so far, for `:history`. */
  history(): string
}

type Request = Pick<Inbound, 'command' | 'text' | 'action' | 'options'>

/** A line that asks for something, and where the file goes that is asked for. */
interface Line {
  readonly request: Request
  /** A path, or '' for a new file beside the others. */
  readonly file?: string
}

/** A chat of lines: stdin is what is said, stdout what is answered; a person at a terminal gets a prompt besides. */
export function createTerminal({ conversationId, folder, history }: TerminalOptions): ChatAdapter {
  const person = process.stdin.isTTY === true
  let lines: Interface | undefined
  let underWay: Promise<unknown> = Promise.resolve()
  let turn = 0
  let drawn: ReplyFile | undefined

  return {
    name: 'terminal',
    capabilities: {
      maxUploadBytes: Number.POSITIVE_INFINITY,
      threads: false,
      ephemeral: false,
      actions: false,
      modals: false,
    },
    async start(handler, signal) {
      const output = person ? { output: process.stderr } : {}
      lines = createInterface({ input: process.stdin, ...output, prompt: '› ', signal })
      // A terminal hands Ctrl+C to readline, which would swallow it.
      lines.on('SIGINT', () => process.emit('SIGINT'))
      if (person) {
        console.error('Ask about the picture; :help lists what else you can do.')
        lines.prompt()
      }
      for await (const line of lines) {
        const said = line.trim()
        if (/^:(quit|q|exit)$/.test(said)) return
        if (said !== '') {
          underWay = obey(said, handler, signal)
          await underWay
        }
        if (person) lines.prompt()
      }
    },
    async stop() {
      lines?.close()
      await underWay
    },
  }

  /** A mistake costs its turn and not the conversation. */
  async function obey(said: string, handler: ChatHandler, signal: AbortSignal): Promise<void> {
    try {
      const own = await ownBusiness(said)
      if (own === undefined) await pass(read(said), handler, signal)
      else await write(own)
    } catch (error) {
      if (error instanceof CancelledError || !(error instanceof UserInputError)) throw error
      await write(`deixis: ${error.message}`)
    }
  }

  /** What no other platform has. */
  async function ownBusiness(said: string): Promise<string | undefined> {
    const [word, ...rest] = said.split(/\s+/)
    if (word === ':help') return META
    if (word === ':history') return history()
    return word === ':save' ? save(rest.join(' ')) : undefined
  }

  async function save(path: string): Promise<string> {
    if (path === '') throw new UserInputError('bad-input', 'Name the file: ":save dog.png".')
    if (!drawn) throw new UserInputError('bad-input', 'There is no answer with a picture yet.')
    const [{ decodeImage }, { Picture }] = await Promise.all([
      import('../../src/image/load.js'),
      import('../../src/mask/picture.js'),
    ])
    const { pixels, ...size } = await decodeImage(drawn.data, drawn.name)
    await new Picture(pixels, size, 3).write(path)
    return `Drawn into ${path}`
  }

  async function pass({ request, file }: Line, handler: ChatHandler, signal: AbortSignal): Promise<void> {
    let failed: DeixisError | undefined
    const inbound: Inbound = {
      ...request,
      conversationId,
      messageId: String(turn),
      author: { id: 'terminal', name: '' },
      images: [],
      signal,
    }
    await handler(inbound, {
      progress: async (text) => showStatus(text),
      reply: async (reply) => write(await (file === undefined ? shown(reply) : delivered(reply, file))),
      fail: async (error) => {
        failed = error
      },
    })
    if (failed instanceof CancelledError) throw failed
    if (failed) await write(`deixis: ${failed.message}`)
  }

  /** An answer as one line with the ids of its regions; a person gets the legend below instead. */
  async function shown({ text, legend, regions = [], files: [file] }: Reply): Promise<string> {
    if (!legend) return text
    turn++
    drawn = file ?? drawn
    const marks = person ? legend.map((line) => `\n  ${line}`).join('') : ` [${regions.join(' ')}]`
    const said = regions.length > 0 ? `${text}${marks}` : text
    if (folder === undefined || !file) return said
    const path = join(folder, `turn-${turn}${extname(file.name)}`)
    await put(path, file.data)
    return `${said}${person ? '\n' : ' '}→ ${path}`
  }

  async function delivered({ text, files }: Reply, path: string): Promise<string> {
    const [file] = files
    if (!file) return text
    if (path !== '') await put(path, file.data)
    const extension = extname(file.name)
    const stem = file.name.slice(0, -extension.length)
    return `${text} → ${path || (await saveFile(folder ?? '.', stem, extension.slice(1), file.data))}`
  }
}

/** The request that a line stands for. Throws `bad-input` for a command that there is not. */
function read(line: string): Line {
  if (!line.startsWith(':')) return { request: { command: 'ask', text: line } }
  const [word = '', ...rest] = line.slice(1).split(/\s+/)
  const [first = '', ...more] = rest
  switch (word) {
    case 'undo':
    case 'redo':
    case 'why':
      return { request: { command: 'ask', text: '', action: { name: word, values: [] } } }
    case 'only':
    case 'add':
    case 'remove':
      return { request: { command: 'ask', text: '', action: { name: word, values: rest } } }
    case 'cutout':
      return {
        request: { command: 'ask', text: '', action: { name: word, values: [] } },
        file: rest.join(' '),
      }
    case 'export':
      return {
        request: { command: 'export', text: '', options: { format: first } },
        file: more.join(' '),
      }
    case 'refine': {
      const [action = '', pixels = ''] = more
      return { request: { command: 'refine', text: '', options: { region: first, action, pixels } } }
    }
    case 'look':
    case 'forget':
      return { request: { command: word, text: '' } }
    default:
      throw new UserInputError('bad-input', 'No such command; :help lists them.')
  }
}

async function put(path: string, data: Uint8Array): Promise<void> {
  await writeFile(path, data).catch((cause: NodeJS.ErrnoException) => {
    throw new UserInputError(
      'bad-input',
      `The file could not be written (${cause.code}). Check that the folder exists and may be written to.`,
      { cause },
    )
  })
}
