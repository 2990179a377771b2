import { setImmediate } from 'node:timers/promises'
import { AIMessage, type BaseMessage } from '@langchain/core/messages'
import { type FakeBuiltModel, fakeModel } from '@langchain/core/testing'
import { describe, expect, it, vi } from 'vitest'
import { CancelledError, ModelError } from '../../src/errors.js'
import { ServerError } from '../../src/llm/failure.js'
import { parseModelSpec } from '../../src/llm/model-spec.js'
import { Mask } from '../../src/mask/mask.js'
import type { Region } from '../../src/mask/region.js'
import { createReasoningAgent, type ReasoningAgentOptions } from '../../src/reasoning/agent.js'
import type { Workbench } from '../../src/reasoning/reasoner.js'
import { createCheckpointer } from '../../src/store/checkpoints.js'
import type { TraceStep } from '../../src/trace.js'

const size = { width: 200, height: 100 }
const region = (id: string, label: string, x: number): Region => {
  const box = { x, y: 50, width: 40, height: 40 }
  return { id, label, score: 0.9, box, mask: Mask.fromBox(box, size) }
}
const dog = region('r1', 'dog', 20)
const cup = region('r2', 'cup', 120)

const call = (name: string, args: Record<string, unknown> = {}) => ({ name, args })
const ground = (phrase: string) => call('ground_phrase', { phrase })
const select = (...ids: string[]) =>
  call('select', {
    answer: 'It waits for its owner.',
    picks: ids.map((id) => ({ id, reason: 'it sits still' })),
  })

const blind = new ServerError('blind', parseModelSpec('ollama:fake'))

/** A model that makes these calls in turn, one a turn; words are an answer without a tool. */
function script(
  ...turns: (ReturnType<typeof call> | ReturnType<typeof call>[] | string | Error)[]
): FakeBuiltModel {
  return turns.reduce<FakeBuiltModel>((model, turn) => {
    if (typeof turn === 'string') return model.respond(new AIMessage(turn))
    if (turn instanceof Error) return model.respond(turn)
    return model.respondWithTools([turn].flat())
  }, fakeModel())
}

/** A scene with a dog, in which a cup can be found. */
function setUp(
  model: FakeBuiltModel,
  { workbench, ...options }: ReasoningAgentOptions & { workbench?: Partial<Workbench> } = {},
) {
  const known = [dog]
  const done: string[] = []
  const trace: TraceStep[] = []
  const bench: Workbench = {
    async ground(phrase) {
      done.push(phrase)
      if (!phrase.includes('cup')) return []
      if (!known.includes(cup)) known.push(cup)
      return [cup]
    },
    regions: () => known,
    selected: () => [],
    async marked(ids) {
      done.push(`marks ${ids.join(' ')}`)
      return new Uint8Array([0xff, 0xd8, ids.length])
    },
    relations: (ids) => ids.map((id) => `${id} is on r9`),
    ...workbench,
  }
  const agent = createReasoningAgent(
    {
      name: 'fake:model',
      model: 'model',
      ask: () => Promise.reject(new Error('agents do not ask')),
      langChain: async () => model,
    },
    options,
  )
  const caller = new AbortController()
  const ask = (question = 'Who is waiting?', conversation = 'a') =>
    agent.answer(question, bench, conversation, {
      signal: caller.signal,
      trace: (step) => trace.push(step),
    })
  return { ask, agent, done, trace, caller, model }
}

/** What the model was told at the nth call, by kind. */
const told = (model: FakeBuiltModel, call: number) =>
  (model.calls[call]?.messages ?? []).map((message) => `${message.type}: ${message.text}`)
const pictures = (messages: readonly BaseMessage[] = []) =>
  messages.flatMap(({ content }) =>
    Array.isArray(content) ? content.filter(({ type }) => type === 'image_url') : [],
  )

describe('an agent', () => {
  it('looks, asks, and picks with a reason for each', async () => {
    const model = script(
      ground('a cup'),
      call('relations', { ids: ['r2'] }),
      call('look_at_marks', { ids: ['r1', 'r2'] }),
      select('r1', 'r2'),
    )
    const { ask, done, trace } = setUp(model)
    expect(await ask()).toEqual({
      selection: ['r1', 'r2'],
      answer: 'It waits for its owner.',
      reasons: { r1: 'it sits still', r2: 'it sits still' },
    })
    expect(done).toEqual(['marks r1', 'a cup', 'marks r1 r2'])
    expect(told(model, 0).at(-1)).toBe(
      [
        'human: Question: "Who is waiting?"',
        'Known regions:',
        '- r1: dog, 0.90 sure, 10 to 30% from the left, 50 to 90% from the top',
      ].join('\n'),
    )
    expect(told(model, 1).at(-1)).toBe(
      'tool: Found:\n- r2: cup, 0.90 sure, 60 to 80% from the left, 50 to 90% from the top',
    )
    expect(told(model, 2).at(-1)).toBe('tool: r2 is on r9')
    expect(model.callCount).toBe(4)
    expect(trace.map(({ kind, detail }) => `${kind} ${detail}`)).toEqual([
      'model Chose ground_phrase.',
      'tool ground_phrase: a cup',
      'model Chose relations.',
      'tool relations: r2',
      'model Chose look_at_marks.',
      'tool look_at_marks: r1, r2',
      'model Chose select.',
      'tool select: It waits for its owner., r1, r2',
    ])
  })

  it('counts tokens and time of every model call', async () => {
    const reply = new AIMessage({
      content: '',
      tool_calls: [{ ...call('report_none', { reason: 'Nobody waits.' }), id: '1' }],
    })
    Object.assign(reply, { usage_metadata: { input_tokens: 100, output_tokens: 20 } })
    const { ask, trace } = setUp(fakeModel().respond(reply))
    expect(await ask()).toEqual({ selection: [], answer: 'Nobody waits.', reasons: {} })
    expect(trace[0]).toMatchObject({
      model: 'fake:model',
      tokens: { input: 100, output: 20 },
      elapsedMs: expect.any(Number),
    })
  })

  it('shows the picture with the newest marks alone, and to eyes alone', async () => {
    const model = script(
      ground('cup'),
      call('look_at_marks'),
      call('look_at_marks', { ids: ['2'] }),
      select('R2'),
    )
    expect((await setUp(model).ask()).selection).toEqual(['r2'])
    const shown = model.calls.map(({ messages }) => pictures(messages))
    const jpeg = (marks: number) => [
      {
        type: 'image_url',
        image_url: { url: `data:image/jpeg;base64,${Buffer.from([0xff, 0xd8, marks]).toString('base64')}` },
      },
    ]
    expect(shown).toEqual([jpeg(1), jpeg(1), jpeg(2), jpeg(1)])
    expect(model.calls[3]?.messages.at(-1)?.type).toBe('human')
  })

  it('makes do with descriptions where the model takes no pictures, and remembers that', async () => {
    const model = script(blind, ground('cup'), call('look_at_marks'), select('r2'))
    const { ask, trace, done } = setUp(model)
    expect((await ask()).selection).toEqual(['r2'])
    expect(model.calls.slice(1).flatMap(({ messages }) => pictures(messages))).toEqual([])
    expect(told(model, 3).at(-1)).toContain('tool: These are the regions:\n- r1: dog')
    expect(trace[0]).toMatchObject({ kind: 'fallback', model: 'fake:model' })
    model.respondWithTools([select('r1')])
    expect((await ask()).selection).toEqual(['r1'])
    expect(done).toEqual(['marks r1', 'cup'])
  })

  it('looks for no phrase twice', async () => {
    const model = script(ground('the red cup'), ground('Red  cup!'), select('r2'))
    const { ask, done } = setUp(model)
    expect((await ask()).selection).toEqual(['r2'])
    expect(done).toEqual(['marks r1', 'the red cup'])
    expect(told(model, 2).at(-1)).toMatch(/^tool: You have looked for that already\. Found:\n- r2: cup/)
  })

  it('makes the first of several calls alone', async () => {
    const model = script([ground('lion'), ground('tiger')], select('r1'))
    const { ask, done } = setUp(model)
    await ask()
    expect(done).toEqual(['marks r1', 'lion'])
    expect(told(model, 1).at(-1)).toBe('tool: Nothing was found by that name.')
  })

  it('is told which regions there are when it picks one that there is not, or none', async () => {
    const model = script(
      select('r1', 'r7'),
      select(),
      call('select', { ids: 'r1' }),
      call('zoom'),
      select('r1'),
    )
    const { ask } = setUp(model)
    expect(await ask()).toMatchObject({ selection: ['r1'] })
    expect(told(model, 1).at(-1)).toBe('tool: There is no such region. Known are r1.')
    expect(told(model, 2).at(-1)).toBe('tool: Pick at least one region, or call report_none.')
    expect(told(model, 3).at(-1)).toBe('tool: The arguments do not fit: give those that the tool describes.')
    expect(told(model, 4).at(-1)).toContain('zoom is not a valid tool')
  })

  it('is reminded of its tools once, and then quoted, not guessed at', async () => {
    const model = script('It is r1.', select('r1'))
    expect((await setUp(model).ask()).selection).toEqual(['r1'])
    expect(told(model, 1).at(-1)).toMatch(/^human: That was no tool call\./)

    const chatty = script('It is r1.', '<think>hm</think>It is\nr1, <b>really</b>.')
    expect(await setUp(chatty).ask()).toEqual({
      selection: [],
      answer: 'No region was chosen. The model said: “It is r1, b really /b .”',
      reasons: {},
    })
  })

  it('writes one line of bounded length, whatever the model wrote', async () => {
    const picks = [{ id: 'r1', reason: `a\u001b[31m\n# b${'c'.repeat(999)}` }]
    const { answer, reasons } = await setUp(
      script(call('select', { answer: `x\r\n\u202e${'y'.repeat(9999)}`, picks })),
    ).ask()
    expect(answer).toBe(`x ${'y'.repeat(397)}…`)
    expect(reasons.r1).toBe(`a [31m # b${'c'.repeat(189)}…`)
    const silent = setUp(script(call('select', { answer: ' ', picks: [{ id: 'r1', reason: '' }] })))
    expect(await silent.ask()).toEqual({
      selection: ['r1'],
      answer: 'That is dog r1.',
      reasons: { r1: 'dog' },
    })
  })
})

describe('the limits', () => {
  it.each([
    ['model calls', { modelCalls: 3 }],
    ['tool calls', { toolCalls: 3 }],
  ])('of %s end with what is known', async (_, limits) => {
    const model = script(ground('lion'), ground('cup'), ground('bear'), ground('wolf'))
    expect(await setUp(model, { limits }).ask()).toEqual({
      selection: [],
      answer: 'I could not settle this within 3 steps. I see 1 dog and 1 cup.',
      reasons: {},
    })
    expect(model.callCount).toBe(3)
    expect(told(model, 2).at(-1)).toMatch(/\nYou have one step left: call select or report_none now\.$/)
  })

  it('of time end with what is known, when the tool under way has ended', async () => {
    const time = outOfTime()
    let ended = false
    const workbench: Partial<Workbench> = {
      async ground() {
        time.abort()
        await setImmediate()
        ended = true
        return []
      },
    }
    const { ask } = setUp(script(ground('lion'), select('r1')), { workbench, limits: { ms: 30_000 } })
    expect(await ask()).toEqual({
      selection: [],
      answer: 'I could not settle this within 30 seconds. I see 1 dog.',
      reasons: {},
    })
    expect(ended).toBe(true)
  })

  it('of time end a search that would go on', async () => {
    const time = outOfTime()
    const workbench: Partial<Workbench> = {
      ground: (_, signal) =>
        new Promise((_, reject) => {
          signal?.addEventListener('abort', () => reject(new CancelledError()))
          time.abort()
        }),
    }
    const { ask } = setUp(script(ground('lion'), select('r1')), { workbench, limits: { ms: 30_000 } })
    expect((await ask()).answer).toMatch(/^I could not settle this within 30 seconds/)
  })

  it('of time cut short a model that thinks too long', async () => {
    const time = outOfTime()
    const model = fakeModel().respond(() => {
      time.abort()
      return new AIMessage('too late')
    })
    expect((await setUp(model, { limits: { ms: 1000 } }).ask()).answer).toBe(
      'I could not settle this within 1 second. I see 1 dog.',
    )
  })
})

/** Fires as the next agent's clock. */
function outOfTime(): AbortController {
  const clock = new AbortController()
  vi.spyOn(AbortSignal, 'timeout').mockReturnValueOnce(clock.signal)
  return clock
}

describe('failure', () => {
  it('of a tool is told in words that can be acted on', async () => {
    const failures = [new ModelError('The detector failed.'), new TypeError('secret /home path')]
    const workbench: Partial<Workbench> = { ground: () => Promise.reject(failures.shift()) }
    const model = script(ground('cup'), ground('cup'), select('r1'))
    const { ask, trace } = setUp(model, { workbench })
    expect((await ask()).selection).toEqual(['r1'])
    expect(told(model, 1).at(-1)).toBe('tool: The detector failed.')
    expect(told(model, 2).at(-1)).toBe('tool: That tool failed. Use another one, or decide.')
    expect(trace.filter(({ kind }) => kind === 'tool')).toHaveLength(3)
  })

  it('of the first look is no reason not to answer', async () => {
    const workbench: Partial<Workbench> = { marked: () => Promise.reject(new Error('no room')) }
    expect((await setUp(script(select('r1')), { workbench }).ask()).selection).toEqual(['r1'])
  })

  it('of the model is a ModelError that quotes nobody', async () => {
    const failure = setUp(fakeModel().alwaysThrow(new Error('500 <html>secret'))).ask()
    await expect(failure).rejects.toThrow(
      /^The language model fake:model cannot be used as an agent: take one/,
    )
    await expect(failure).rejects.toBeInstanceOf(ModelError)
    const own = new ModelError('Start the server with "ollama serve".')
    await expect(setUp(fakeModel().alwaysThrow(own)).ask()).rejects.toBe(own)
  })

  it('of memory costs no answer', async () => {
    const checkpointer = createCheckpointer()
    checkpointer.put = () => Promise.reject(new Error('disk full'))
    const { ask } = setUp(script(select('r1')), { checkpointer: async () => checkpointer })
    expect((await ask()).selection).toEqual(['r1'])
  })
})

describe('cancellation', () => {
  it('is noticed before anything is asked', async () => {
    const { ask, caller, model } = setUp(script(select('r1')))
    caller.abort()
    await expect(ask()).rejects.toBeInstanceOf(CancelledError)
    expect(model.callCount).toBe(0)
  })

  it('is noticed while the model thinks', async () => {
    const model = fakeModel().respond(() => {
      caller.abort()
      return new AIMessage('too late')
    })
    const { ask, caller } = setUp(model)
    await expect(ask()).rejects.toBeInstanceOf(CancelledError)
  })

  it('of a tool is no failure that the model is told of', async () => {
    const workbench: Partial<Workbench> = { ground: () => Promise.reject(new CancelledError()) }
    const { ask, model } = setUp(script(ground('cup'), select('r1')), { workbench })
    await expect(ask()).rejects.toBeInstanceOf(CancelledError)
    expect(model.callCount).toBe(1)
  })
})

describe('memory', () => {
  it('holds the last exchanges of a conversation, and nothing of another', async () => {
    const checkpointer = createCheckpointer()
    const turns = Array.from({ length: 7 }, () => select('r1'))
    const model = script(...turns)
    const { ask } = setUp(model, { checkpointer: async () => checkpointer })
    for (const n of [1, 2, 3, 4, 5, 6]) await ask(`Question ${n}?`)
    expect(told(model, 5)).toEqual([
      expect.stringMatching(/^system: /),
      ...[2, 3, 4, 5].flatMap((n) => [`human: Question ${n}?`, 'ai: It waits for its owner. Chosen: r1.']),
      expect.stringMatching(/^human: Question: "Question 6\?"\nKnown regions:/),
    ])
    await ask('Who else?', 'b')
    expect(told(model, 6)).toHaveLength(2)
  })

  it('outlives the process, without pictures, and a run that was cut short', async () => {
    const checkpointer = createCheckpointer()
    const options: ReasoningAgentOptions = { checkpointer: async () => checkpointer }
    await setUp(script(call('look_at_marks'), select('r1')), options).ask('First?')
    const cut = setUp(
      script(ground('cup')).respond(() => {
        cut.caller.abort()
        return new AIMessage('never heard')
      }),
      options,
    )
    await expect(cut.ask('Second?')).rejects.toBeInstanceOf(CancelledError)
    const kept = await checkpointer.getTuple({ configurable: { thread_id: 'a' } })
    expect(JSON.stringify(kept)).not.toContain('image')

    const model = script(select('r1'))
    await setUp(model, options).ask('Third?')
    expect(told(model, 0).slice(1, -1)).toEqual(['human: First?', 'ai: It waits for its owner. Chosen: r1.'])
    expect(told(model, 0).at(-1)).toMatch(/^human: Question: "Third\?"/)
  })
})
