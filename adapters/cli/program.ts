import { Command, CommanderError } from 'commander'
import { CancelledError, DeixisError } from '../../src/errors.js'
import { debugging } from '../config.js'
import { version } from '../version.js'
import { addBatch } from './batch.js'
import { addChat } from './chat.js'
import { addConversations } from './conversations.js'
import { addDiscord } from './discord.js'
import { addDoctor } from './doctor.js'
import { addEval } from './eval.js'
import { addExport } from './export.js'
import { addGround } from './ground.js'
import { addMcp } from './mcp.js'
import { addReason } from './reason.js'
import { addSegment } from './segment.js'
import { addServe } from './serve.js'
import { ERROR, INTERRUPTED } from './session.js'

const HELP = `
Examples:
  deixis segment street.jpg "the red car on the left" -o cars.png
  deixis segment street.jpg --box 40,60,200,120 --json
  deixis reason suitcases.jpg "which ones can be removed without disturbing the stack?"
  deixis chat street.jpg                  go on: "only the one behind the tree", "undo"
  deixis export street.jpg "the people" --format coco -o people.json
  deixis batch requests.jsonl -o answers.jsonl
  deixis mcp                              serve AI assistants over MCP
  deixis serve                            the same over HTTP
  deixis discord                          serve people on Discord
  deixis doctor                           what works here, which model servers run, what to do next

IMAGE is a path, an https:// address, or a data: URI. Words need no quotes unless your shell minds them.
Exit status: 0 found, 1 nothing in the picture fits, 2 error. DEIXIS_DEBUG=1 shows where errors come from.`

/** Runs one command line; the only place that renders errors and sets the exit status for them. */
export async function run(argv: readonly string[]): Promise<void> {
  try {
    const program = createProgram()
    if (argv.length <= 2) program.outputHelp()
    else await program.parseAsync(argv)
  } catch (error) {
    process.exitCode = report(error)
  }
}

function createProgram(): Command {
  const program = new Command('deixis')
    .description('Points at things in a picture with words: pixel-accurate masks, and reasons for them.')
    .version(version)
    .exitOverride()
    .configureOutput({ outputError: (message, write) => write(message.replace(/^error: /, 'deixis: ')) })
    .addHelpText('after', HELP)
  for (const add of [
    addSegment,
    addGround,
    addReason,
    addChat,
    addConversations,
    addExport,
    addBatch,
    addEval,
    addMcp,
    addServe,
    addDiscord,
    addDoctor,
  ])
    add(program)
  return program
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : ERROR
  if (error instanceof CancelledError) return INTERRUPTED
  const unforeseen = 'something failed that deixis did not foresee; DEIXIS_DEBUG=1 shows where.'
  console.error(`deixis: ${error instanceof DeixisError ? error.message : unforeseen}`)
  if (debugging()) console.error(error)
  return ERROR
}
