import type { Command } from 'commander'
import type { Answer, Conversation } from '../../src/index.js'
import { storeConfig } from '../config.js'
import { type TalkFlags, talkOf } from './conversation.js'
import { toJson, toLines } from './print.js'
import { exitStatusOf, type Follow, keepInput, withDeixis, write } from './session.js'

export interface AnswerFlags extends Partial<TalkFlags> {
  json?: true
  output?: string
}

export function addAnswerFlags(command: Command): Command {
  return command
    .option('--json', 'print one JSON object instead of text')
    .option('-o, --output <file>', 'also draw the answer into FILE (.png, .jpg or .webp)')
}

/** The common part of the commands that ask one thing of one picture. */
export async function answerOnce(
  source: string,
  { json, output, conversation, ...storing }: AnswerFlags,
  ask: (talk: Conversation, follow: Follow) => Promise<Answer>,
  { masks = true } = {},
): Promise<void> {
  if (output !== undefined) keepInput(source, output)
  // Only a conversation that has a name can be gone on with.
  const store = conversation === undefined ? undefined : storeConfig(storing)
  process.exitCode = await withDeixis(
    async (deixis, follow) => {
      const talk = await talkOf(deixis, source, conversation, follow)
      const answer = await ask(talk, follow)
      if (output !== undefined) await answer.overlay(output)
      await write(json ? JSON.stringify(toJson(answer, { masks })) : toLines(answer).join('\n'))
      if (output !== undefined && !json) await write(`Drawn into ${output}`)
      return exitStatusOf(answer)
    },
    { store },
  )
}
