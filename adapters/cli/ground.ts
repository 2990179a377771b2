import type { Command } from 'commander'
import { type AnswerFlags, addAnswerFlags, answerOnce } from './answer.js'

const HELP = `
Examples:
  deixis ground street.jpg "cars"
  deixis ground street.jpg                every object that the engine can name`

export function addGround(program: Command): void {
  const command = program
    .command('ground')
    .description('find boxes for words')
    .argument('<image>', 'path, https:// address, or data: URI')
    .argument('[words...]', 'what to find; everything if left out')
  addAnswerFlags(command)
    .addHelpText('after', HELP)
    .action(async (image: string, words: string[], flags: AnswerFlags) => {
      const phrase = words.join(' ').trim() || undefined
      await answerOnce(image, flags, (talk, follow) => talk.ground(phrase, follow), { masks: false })
    })
}
