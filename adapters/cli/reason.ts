import type { Command } from 'commander'
import { type AnswerFlags, addAnswerFlags, answerOnce } from './answer.js'

const HELP = `
Examples:
  deixis reason stack.jpg "which suitcases can be removed without disturbing the stack?" -o free.png
  deixis reason street.jpg "what is in front of the bus?"`

export function addReason(program: Command): void {
  const command = program
    .command('reason')
    .description('answer a question about things in the picture, with reasons')
    .argument('<image>', 'path, https:// address, or data: URI')
    .argument('<words...>', 'the question')
  addAnswerFlags(command)
    .addHelpText('after', HELP)
    .action(async (image: string, words: string[], flags: AnswerFlags) => {
      await answerOnce(image, flags, (talk, follow) => talk.ask(words.join(' '), follow))
    })
}
