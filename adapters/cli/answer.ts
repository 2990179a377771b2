import type { Command } from 'commander'
import type { Answer, Conversation } from '../../src/index.js'
import type { ModelFlags } from '../config/models.js'
import { modelConfig, storeConfig } from '../config.js'
import { type TalkFlags, talkOf } from './conversation.js'
import { addModelOptions } from './options.js'
import { toJson, toLines } from './print.js'
import { exitStatusOf, type Follow, keepInput, withDeixis, write } from './session.js'

export interface AnswerFlags extends Partial<TalkFlags>, ModelFlags {
  json?: true
  explain?: boolean
  output?: string
}

export function addAnswerFlags(command: Command): Command {
  return addModelOptions(command)
    .option('--explain', 'also say how the answer came about: who answered and why, at what cost')
    .option('--json', 'print one JSON object instead of text')
    .option('-o, --output <file>', 'also draw the answer into FILE (.png, .jpg or .webp)')
}

/** The common part of the commands that ask one thing of one picture. */
export async function answerOnce(
  source: string,
  { json, output, explain = false, conversation, ...flags }: AnswerFlags,
  ask: (talk: Conversation, follow: Follow) => Promise<Answer>,
  { masks = true } = {},
): Promise<void> {
  if (output !== undefined) keepInput(source, output)
  // Only a conversation that has a name can be gone on with.
  const store = conversation === undefined ? undefined : storeConfig(flags)
  process.exitCode = await withDeixis(
    async (deixis, follow) => {
      const talk = await talkOf(deixis, source, conversation, follow)
      const answer = await ask(talk, follow)
      if (output !== undefined) await answer.overlay(output)
      await write(
        json ? JSON.stringify(toJson(answer, { masks, explain })) : toLines(answer, { explain }).join('\n'),
      )
      if (output !== undefined && !json) await write(`Drawn into ${output}`)
      return exitStatusOf(answer)
    },
    { ...modelConfig(flags), store },
  )
}
