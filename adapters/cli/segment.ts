import type { Command } from 'commander'
import { UserInputError } from '../../src/errors.js'
import type { Box, LabelledPoint } from '../../src/index.js'
import { type AnswerFlags, addAnswerFlags, answerOnce } from './answer.js'
import { parseBox, parsePoint, promptsOf } from './parse.js'

interface Flags extends AnswerFlags {
  box?: Box[]
  point?: LabelledPoint[]
  everything?: true
}

const HELP = `
Examples:
  deixis segment dog.jpg "the dog" -o dog.png
  deixis segment dog.jpg --box 40,60,200,120 --box 300,80,90,90
  deixis segment dog.jpg --point 120,80 --point 300,80,negative
  deixis segment dog.jpg --everything --json`

export function addSegment(program: Command): void {
  const command = program
    .command('segment')
    .description('mask what words, boxes or points mean')
    .argument('<image>', 'path, https:// address, or data: URI')
    .argument('[words...]', 'what to find: "the dog on the left"')
    .option('--box <x,y,w,h>', 'a box round one object, in pixels (repeatable)', collect(parseBox))
    .option('--point <x,y[,negative]>', 'a point on (or off) one object (repeatable)', collect(parsePoint))
    .option('--everything', 'every object that the engine can name')
  addAnswerFlags(command)
    .addHelpText('after', HELP)
    .action(async (image: string, words: string[], flags: Flags) => {
      const phrase = words.join(' ').trim()
      const prompts = promptsOf(flags.box ?? [], flags.point ?? [])
      const ways = [phrase !== '', prompts.length > 0, flags.everything === true]
      if (ways.filter(Boolean).length !== 1) {
        throw new UserInputError('bad-input', 'Give either words, or --box and --point, or --everything.')
      }
      await answerOnce(image, flags, (talk, follow) => {
        if (phrase !== '') return talk.ask(phrase, follow)
        return prompts.length > 0 ? talk.segment(prompts, follow) : talk.look(follow)
      })
    })
}

function collect<T>(parse: (text: string) => T): (text: string, before?: T[]) => T[] {
  return (text, before = []) => [...before, parse(text)]
}
