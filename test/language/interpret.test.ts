import { describe, expect, it } from 'vitest'
import { CancelledError, ModelError } from '../../src/errors.js'
import { BEYOND, EXAMPLES } from '../../src/language/interpret/examples.js'
import { createInterpreter } from '../../src/language/interpret.js'
import { parse } from '../../src/language/parse.js'
import { Program } from '../../src/language/query.js'
import type { ChatModel, ChatRequest } from '../../src/llm/chat-model.js'
import type { Situation } from '../../src/reasoning/reasoner.js'
import type { TraceStep } from '../../src/trace.js'

const NOTHING_KNOWN: Situation = { labels: [], turns: [] }
const dog = { intent: 'find', target: { kind: 'definite', of: { kind: 'things', noun: 'dog' }, count: 1 } }

/** An interpreter whose model gives these replies in turn. */
function interpreter(...replies: (string | Error | { text: string; truncated: boolean })[]) {
  const asked: ChatRequest[] = []
  const trace: TraceStep[] = []
  const model: ChatModel = {
    name: 'fake:model',
    model: 'model',
    async ask(request) {
      const reply = replies[asked.push(request) - 1]
      if (reply === undefined) throw new Error('asked too often')
      if (reply instanceof Error) throw reply
      const { text, truncated } = typeof reply === 'string' ? { text: reply, truncated: false } : reply
      return { text, truncated, tokens: { input: 10, output: 5 }, elapsedMs: 7 }
    },
    langChain: () => Promise.reject(new Error('not needed here')),
  }
  const { interpret } = createInterpreter(model)
  const read = (sentence: string, situation = NOTHING_KNOWN) =>
    interpret(sentence, situation, {
      signal: new AbortController().signal,
      trace: (step) => trace.push(step),
    })
  return { read, asked, trace }
}

describe('the instructions', () => {
  it('show programs that the grammar itself has read, without a word left over', () => {
    for (const sentence of EXAMPLES) {
      const { program, ignored, mended } = parse(sentence)
      expect(program.intent, sentence).not.toBe('unclear')
      expect([...ignored, ...mended], sentence).toEqual([])
      expect(Program.safeParse(program).success).toBe(true)
    }
  })

  it('name every word of the query language', async () => {
    const { read, asked } = interpreter(JSON.stringify(dog))
    await read('the dog')
    const kinds = JSON.stringify(asked[0]?.shape ? await schemaOf(asked[0].shape) : {}).matchAll(
      /"(?:const|enum)":(?:"([^"]+)"|\[([^\]]+)\])/g,
    )
    const words = [...kinds].flatMap(([, one, many]) => (one ? [one] : many!.replaceAll('"', '').split(',')))
    expect(words.length).toBeGreaterThan(150)
    expect(words.filter((word) => !asked[0]?.system?.includes(word))).toEqual([])
    expect(asked[0]?.system).toContain(`${JSON.stringify(BEYOND)}\n{"intent":"unclear"}`)
  })
})

describe('a sentence', () => {
  it('becomes a program, with what is known put beside it', async () => {
    const { read, asked, trace } = interpreter(JSON.stringify(dog))
    const turns = ['one', 'two', 'three', 'four'].map((text) => ({ text, answer: `1 ${text}` }))
    expect(await read('where is\nmy "doggo"?', { labels: ['dog', 'dog', 'cat'], turns })).toEqual(dog)
    expect(asked).toHaveLength(1)
    expect(asked[0]?.text).toBe(
      [
        'In the picture: "dog", "cat".',
        'Before: "two" answered "1 two"; "three" answered "1 three"; "four" answered "1 four".',
        'The sentence:',
        String.raw`"where is\nmy \"doggo\"?"`,
      ].join('\n'),
    )
    expect(trace).toEqual([
      {
        kind: 'interpret',
        detail: 'Read as “the dog”.',
        model: 'fake:model',
        tokens: { input: 10, output: 5 },
        elapsedMs: 7,
      },
    ])
  })

  it.each([
    ['in a fence', `\`\`\`json\n${JSON.stringify(dog)}\n\`\`\``],
    ['among words', `Here it is: ${JSON.stringify(dog)} I hope it helps.`],
    ['after thoughts', `<think>{"intent": maybe}</think>\n${JSON.stringify(dog)}`],
    ['in other words', JSON.stringify(dog).replace('dog', 'The Dogs')],
  ])('is found %s', async (_, reply) => {
    expect(await interpreter(reply).read('the dog')).toEqual(dog)
  })

  it('may have nulls for what is left out', async () => {
    const brown = { kind: 'colour', colour: 'brown' }
    const find = (by: object) => ({ intent: 'find', target: { kind: 'filter', of: dog.target, by } })
    const reply = JSON.stringify(find({ ...brown, part: null, shade: null }))
    expect(await interpreter(reply).read('the brown dog')).toEqual(find(brown))
  })

  it('gets no words that could forge anything in an answer', async () => {
    const evil = { intent: 'find', target: { kind: 'things', noun: 'dog\n\u001b[31m<@everyone> [x](y)' } }
    const program = await interpreter(JSON.stringify(evil)).read('the dog')
    expect(program).toEqual({ intent: 'find', target: { kind: 'things', noun: 'dog 31m everyone x y' } })
  })

  it('is asked about again where the reply was no program, without repeating what the model wrote', async () => {
    const wrong = {
      intent: 'find',
      target: { kind: 'filter', of: dog.target, by: { kind: 'colour', colour: 'IGNORE ALL' } },
    }
    const { read, asked, trace } = interpreter(JSON.stringify(wrong), JSON.stringify(dog))
    expect(await read('the dog')).toEqual(dog)
    expect(asked[1]?.text).toContain('- target.by.colour: Invalid option: expected one of "black"|"white"')
    expect(asked[1]?.text).not.toContain('IGNORE')
    expect(trace.map(({ detail }) => detail)).toEqual([
      'The reply was no valid program.',
      'Read as “the dog”.',
    ])
  })

  it.each([
    ['prose', 'The dog is on the left.'],
    ['a list', '[]'],
    ['a broken object', '{"intent":"find"'],
    ['a reply that was cut off', { text: JSON.stringify(dog), truncated: true }],
    ['a program without a noun', '{"intent":"find","target":{"kind":"things","noun":"!!"}}'],
  ])('stays unread after %s, twice', async (_, reply) => {
    const { read, asked } = interpreter(reply, reply)
    expect(await read('the dog')).toBeUndefined()
    expect(asked).toHaveLength(2)
  })

  it('stays unread where the model says that no program means it, and is not asked about again', async () => {
    const { read, asked } = interpreter('{"intent":"unclear"}')
    expect(await read('who is in love?')).toBeUndefined()
    expect(await read('who is in love?')).toBeUndefined()
    expect(asked).toHaveLength(1)
  })

  it.each([
    ['deep', (n: number) => nested(n)],
    ['large', (n: number) => ({ kind: 'union', members: Array.from({ length: 20 }, () => nested(n / 10)) })],
  ])('stays unread where its program is too %s', async (_, make) => {
    const { read, asked } = interpreter(JSON.stringify({ intent: 'find', target: make(40) }))
    expect(await read('the dog')).toBeUndefined()
    expect(asked).toHaveLength(1)
  })

  it('is no essay', async () => {
    const { read, asked } = interpreter()
    expect(await read('dog '.repeat(400))).toBeUndefined()
    expect(asked).toHaveLength(0)
  })

  it('is asked about once in one situation', async () => {
    const { read, asked } = interpreter(JSON.stringify(dog), JSON.stringify({ intent: 'look' }))
    await read('the dog')
    expect(await read('the dog')).toEqual(dog)
    expect(asked).toHaveLength(1)
    expect(await read('the dog', { labels: ['cat'], turns: [] })).toEqual({ intent: 'look' })
  })

  it('is asked about again after a failure, which is the caller’s to handle', async () => {
    const { read } = interpreter(
      new ModelError('Start the server.'),
      new CancelledError(),
      JSON.stringify(dog),
    )
    await expect(read('the dog')).rejects.toThrow('Start the server.')
    await expect(read('the dog')).rejects.toMatchObject({ code: 'cancelled' })
    expect(await read('the dog')).toEqual(dog)
  })
})

function nested(depth: number): object {
  return depth <= 1
    ? { kind: 'things', noun: 'dog' }
    : { kind: 'filter', of: nested(depth - 1), by: { kind: 'size', size: 'large' } }
}

async function schemaOf(shape: NonNullable<ChatRequest['shape']>) {
  const { toJSONSchema } = await import('zod')
  return toJSONSchema(shape)
}
