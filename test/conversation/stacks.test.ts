import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Conversation } from '../../src/conversation/conversation.js'
import { fakeEngines } from '../fakes/engines.js'
import { openStack } from '../fixtures/stacks.js'

interface Question {
  image_id: number
  text?: string
  targets?: number[]
  turns?: { text: string; targets: number[] }[]
}

const questions = readFileSync(new URL('../fixtures/stacks/questions.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Question)

describe('Conversation.ask(): drawn stacks with the true regions given', () => {
  it.each(questions.map((question) => [question.text ?? question.turns?.[0]?.text, question] as const))(
    '%s',
    async (_title, { image_id, text, targets, turns }) => {
      const { image, regions } = await openStack(`stack-${String(image_id).padStart(2, '0')}`)
      const talk = new Conversation('stack', fakeEngines([]))
      talk.show(image, regions)
      for (const turn of turns ?? [{ text: text!, targets: targets! }]) {
        const { regions: picked, answer, reasons } = await talk.ask(turn.text)
        expect(picked.map(({ id }) => Number(id)).sort((a, b) => a - b)).toEqual(turn.targets)
        expect(
          Object.keys(reasons)
            .map(Number)
            .sort((a, b) => a - b),
        ).toEqual(turn.targets)
        expect(answer).not.toBe('')
      }
    },
  )
})
