import type { Command } from 'commander'
import { type AnswerFlags, addAnswerFlags, answerOnce } from './answer.js'
import { addTalkFlags } from './conversation.js'

const HELP = `
Examples:
  deixis reason stack.jpg "which suitcases can be removed without disturbing the stack?" -o free.png
  deixis reason street.jpg "what is in front of the bus?"
  deixis reason street.jpg "the cars" -c trip; deixis reason - "only the red one" -c trip`

export function addReason(program: Command): void {
  const command = program
    .command('reason')
    .description('answer a question about things in the picture, with reasons')
    .argument('<image>', 'path, https:// address, or data: URI; "-": the picture of the conversation')
    .argument('<words...>', 'the question')
  addTalkFlags(addAnswerFlags(command))
    .addHelpText('after', HELP)
    .action(async (image: string, words: string[], flags: AnswerFlags) => {
      await answerOnce(image, flags, (talk, follow) => talk.ask(words.join(' '), follow))
    })
}
