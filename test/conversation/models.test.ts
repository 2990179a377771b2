import { describe, expect, it } from 'vitest'
import { NO_PICTURES } from '../../src/conversation/album.js'
import { Conversation } from '../../src/conversation/conversation.js'
import type { Engines } from '../../src/conversation/look.js'
import { createMemoryStore } from '../../src/conversation/memory-store.js'
import { ModelError } from '../../src/errors.js'
import type { Program } from '../../src/language/query.js'
import type { Detection, GroundQuery } from '../../src/perception/engine.js'
import type { AgentAnswer, Workbench } from '../../src/reasoning/reasoner.js'
import { fakeEngines, paintedImage } from '../fakes/engines.js'

const size = { width: 200, height: 100 }
const boxes = {
  dog: { x: 10, y: 40, width: 40, height: 40 },
  secondDog: { x: 80, y: 40, width: 40, height: 40 },
  teapot: { x: 140, y: 50, width: 30, height: 30 },
}
const room = paintedImage('room', size)
const glance: Detection[] = [{ label: 'dog', score: 0.9, box: boxes.dog }]

/** A finder that answers from a script, query by query, and remembers what it was asked. */
function scripted(answers: readonly (Detection[] | Error)[]) {
  const asked: GroundQuery[] = []
  return {
    asked,
    name: 'fake-vlm',
    async ground(_image: unknown, query: GroundQuery) {
      const answer = answers[asked.length]
      asked.push(query)
      if (answer === undefined) throw new Error('asked more often than the script says')
      if (answer instanceof Error) throw answer
      return answer
    },
  }
}

const found = (label: string, box: Detection['box']): Detection => ({ label, score: 0.5, box })
const gone = new ModelError('No server answers at http://127.0.0.1:1: start it.')

function start(more: Partial<Engines>, store = createMemoryStore()) {
  const engines = { ...fakeEngines(glance), ...more }
  const talk = new Conversation('t', engines, { pictures: NO_PICTURES, store })
  talk.show(room)
  return talk
}

const idsOf = ({ regions }: { regions: readonly { id: string }[] }) => regions.map(({ id }) => id)

describe('a finder, which takes any phrase', () => {
  it('is asked for a noun once a picture; what was seen at a glance keeps its id', async () => {
    const moved = { ...boxes.dog, x: boxes.dog.x + 3 }
    const finder = scripted([[found('dog', moved), found('dog', boxes.secondDog)]])
    const talk = start({ finder })
    expect(idsOf(await talk.ask('the dogs'))).toEqual(['r1', 'r2'])
    expect(idsOf(await talk.ask('the dog on the right'))).toEqual(['r2'])
    expect(finder.asked).toEqual([{ phrases: ['dog'] }])
  })

  it('is asked for all nouns of a sentence at once', async () => {
    const finder = scripted([[found('teapot', boxes.teapot)]])
    const talk = start({ finder })
    expect(idsOf(await talk.ask('the teapot to the right of the dog'))).toEqual(['r2'])
    expect(finder.asked).toEqual([{ phrases: ['teapot', 'dog'] }])
  })

  it('finds none where there is none, and so says the answer', async () => {
    const talk = start({ finder: scripted([[]]) })
    const { regions, answer } = await talk.ask('the teapot')
    expect(regions).toEqual([])
    expect(answer).toBe('I see no teapot, but 1 dog.')
  })

  it('names everything where a sentence is about anything', async () => {
    const finder = scripted([[found('terrier', boxes.dog), found('teapot', boxes.teapot)]])
    const talk = start({ finder })
    expect((await talk.look()).regions.map(({ label }) => label)).toEqual(['dog', 'teapot'])
    expect(finder.asked).toEqual([{ everything: true }])
  })

  it('points at a whole sentence that outlines cannot decide', async () => {
    const finder = scripted([[found('dog', boxes.dog)], []])
    const talk = start({ finder })
    const yawning = await talk.ask('the dog that is yawning')
    expect(idsOf(yawning)).toEqual(['r1'])
    expect(yawning.reasons.r1).toContain('found by fake-vlm')
    expect(yawning.trace[0]).toMatchObject({ kind: 'route', detail: expect.stringMatching(/^finder: /) })
    const none = await talk.ask('the dog that is sneezing')
    expect(idsOf(none)).toEqual([])
    expect(none.answer).toMatch(/^There is no dog/)
    expect(finder.asked).toEqual([
      { phrase: 'the dog that is yawning' },
      { phrase: 'the dog that is sneezing' },
    ])
  })

  it('that fails is stood in for by the built-in engine, which the answer owns to; the next turn asks it again', async () => {
    const finder = scripted([gone, gone, [found('teapot', boxes.teapot)]])
    const talk = start({ finder })
    const dog = await talk.ask('the dog')
    expect(idsOf(dog)).toEqual(['r1'])
    expect(dog.answer).toContain('(fake-vlm failed, so the built-in engine looked instead. No server answers')
    expect(dog.trace.map(({ kind }) => kind)).toEqual(['route', 'fallback'])
    const teapot = await talk.ask('the teapot')
    expect(teapot.answer).toMatch(/can't recognise such things.*fake-vlm failed/)
    expect(idsOf(await talk.ask('the teapot'))).toEqual(['r2'])
    expect(talk.turns).toHaveLength(3)
  })

  it('is asked for what a request is about; what it finds goes by one thing of it', async () => {
    const finder = scripted([[found('broken teapots', boxes.teapot)]])
    const { regions, answer } = await start({ finder }).ask('how many broken teapots are there?')
    expect(finder.asked).toEqual([{ phrase: 'broken teapots' }])
    expect(regions.map(({ label }) => label)).toEqual(['broken teapot'])
    expect(answer).toBe('There is 1 teapot. fake-vlm took “broken” into account.')
  })

  it('that finds none of a kind does not deny the others', async () => {
    const talk = start({ finder: scripted([[], []]) })
    expect((await talk.ask('the grumpy dog')).answer).toBe('I see no dog that fits “grumpy”. I see 1 dog.')
    expect((await talk.ask('is there a grumpy dog?')).answer).toMatch(/^No\. I see no dog/)
  })

  it.each([
    ['the dog between the two teapots', ['dog', 'teapot']],
    ['the dog with the most teapots', ['dog', 'teapot']],
  ])('is asked for all that "%s" names', async (sentence, phrases) => {
    const finder = scripted([[]])
    await start({ finder }).ask(sentence)
    expect(finder.asked).toEqual([{ phrases }])
  })

  it('that fails at a sentence is not waited for again in that request', async () => {
    const finder = scripted([gone, [found('dog', boxes.dog)]])
    const talk = start({ finder })
    const { regions, trace } = await talk.ask('the dog that is yawning')
    expect(idsOf({ regions })).toEqual(['r1'])
    expect(trace.map(({ kind }) => kind)).toEqual(['route', 'fallback'])
    expect(finder.asked).toHaveLength(1)
    await talk.ask('the dog')
    expect(finder.asked).toHaveLength(2)
  })

  it('is not asked about pictures whose regions were given', async () => {
    const finder = scripted([])
    const talk = start({ finder })
    talk.show(room, [])
    expect(idsOf(await talk.ask('the dog that is yawning'))).toEqual([])
    expect(idsOf(await talk.ask('the teapot'))).toEqual([])
    expect(finder.asked).toEqual([])
  })

  it('has what it found, and what it did not find, remembered by the store', async () => {
    const store = createMemoryStore()
    await start({ finder: scripted([[]]) }, store).ask('the teapot')
    const talk = new Conversation(
      't',
      { ...fakeEngines(glance), finder: scripted([]) },
      { pictures: NO_PICTURES, store },
    )
    talk.show(room)
    expect((await talk.ask('the teapot')).answer).toMatch(/^I see no teapot/)
  })
})

describe('a second look', () => {
  it('takes out what is not what was asked for, and keeps what it is unsure of', async () => {
    const finder = scripted([[found('dog', boxes.dog), found('dog', boxes.secondDog)]])
    const looked: string[] = []
    const check: Engines['check'] = async (_image, { id }, phrase) => {
      looked.push(`${id} ${phrase}`)
      return id === 'r2' ? 'no' : 'unsure'
    }
    const talk = start({ finder, check })
    expect(idsOf(await talk.ask('the dogs'))).toEqual(['r1'])
    expect(idsOf(await talk.ask('the dogs'))).toEqual(['r1'])
    expect(looked).toEqual(['r1 dog', 'r2 dog'])
  })

  it('that nobody can take is asked for once a request', async () => {
    const finder = scripted([[found('dog', boxes.dog), found('dog', boxes.secondDog)]])
    let asked = 0
    const check: Engines['check'] = async () => {
      asked++
      return undefined
    }
    expect(idsOf(await start({ finder, check }).ask('the dogs'))).toEqual(['r1', 'r2'])
    expect(asked).toBe(1)
  })

  it('can leave none', async () => {
    const talk = start({ finder: scripted([[found('dog', boxes.dog)]]), check: async () => 'no' })
    expect((await talk.ask('the dog')).answer).toMatch(/^There is no dog/)
  })
})

describe('an interpreter', () => {
  const program: Program = { intent: 'find', target: { kind: 'things', noun: 'dog' } }
  const interpreter = (answer: Program | undefined | Error) => ({
    name: 'fake-llm',
    interpret: async () => {
      if (answer instanceof Error) throw answer
      return answer
    },
  })

  it('writes the program of a sentence without a reading', async () => {
    const talk = start({ interpreter: interpreter(program) })
    const { regions, trace } = await talk.ask('qui aboie ici ?')
    expect(idsOf({ regions })).toEqual(['r1'])
    expect(trace[0]?.detail).toMatch(/^interpreter: /)
  })

  it.each(['qui aboie ici ?', 'hm, with what would one stir?'])(
    'comes before a finder where the grammar only guesses at "%s"',
    async (sentence) => {
      const talk = start({ interpreter: interpreter(program), finder: scripted([[]]) })
      expect((await talk.ask(sentence)).trace[0]?.detail).toMatch(/^interpreter: /)
    },
  )

  it('is not asked for what the grammar understands', async () => {
    const talk = start({ interpreter: interpreter(new Error('asked')) })
    expect(idsOf(await talk.ask('the dog'))).toEqual(['r1'])
  })

  it('whose program takes eyes has it answered by who has some', async () => {
    const smiling: Program = {
      intent: 'find',
      target: {
        kind: 'filter',
        of: { kind: 'things', noun: 'dog' },
        by: { kind: 'unseen', words: 'smiling' },
      },
    }
    const finder = scripted([[found('dog', boxes.dog)]])
    const talk = start({ finder, interpreter: interpreter(smiling) })
    const { answer, trace } = await talk.ask('qui sourit ici ?')
    expect(answer).toBe('1 dog smiling: r1.')
    expect(finder.asked).toEqual([{ phrase: 'qui sourit ici' }])
    expect(trace.map(({ detail }) => detail.split(':')[0])).toEqual(['interpreter', 'finder'])
  })

  it('that fails is not asked to think instead', async () => {
    const agent = { name: 'fake-llm', answer: () => Promise.reject(new Error('asked')) }
    const talk = start({ interpreter: interpreter(gone), agent })
    expect((await talk.ask('qui aboie ici ?')).answer.match(/fake-llm failed/g)).toHaveLength(1)
  })

  it('that fails leaves the sentence to the grammar, and the answer says so', async () => {
    const talk = start({ interpreter: interpreter(gone) })
    const { regions, answer } = await talk.ask('qui aboie ici ?')
    expect(regions).toEqual([])
    expect(answer).toContain('fake-llm failed')
  })
})

describe('an agent', () => {
  const agent = (answer: (workbench: Workbench) => Promise<AgentAnswer>) => ({
    name: 'fake-agent',
    answer: async (_question: string, workbench: Workbench) => answer(workbench),
  })
  const question = 'hmm, wherefore art thou?'

  it('comes before a finder where the grammar only guesses', async () => {
    const talk = start({
      agent: agent(async () => ({ selection: [], answer: 'None.', reasons: {} })),
      finder: scripted([]),
    })
    expect((await talk.ask('hm, with what would one stir?')).answer).toBe('None.')
  })

  it('answers what no program expresses, and its choice is a turn to go on from', async () => {
    const talk = start({
      agent: agent(async (workbench) => {
        const [dog] = await workbench.ground('the dog')
        return { selection: [dog!.id], answer: 'The dog.', reasons: { [dog!.id]: 'it is alive' } }
      }),
    })
    const { regions, answer, reasons } = await talk.ask(question)
    expect({ ids: idsOf({ regions }), answer, reasons }).toEqual({
      ids: ['r1'],
      answer: 'The dog.',
      reasons: { r1: 'it is alive' },
    })
    expect(idsOf(await talk.ask('it'))).toEqual(['r1'])
  })

  it('sees marked pictures and relations', async () => {
    let seen: unknown
    const talk = start({
      agent: agent(async (workbench) => {
        seen = [(await workbench.marked(['r1'])).subarray(0, 3), workbench.relations(['r1'])]
        return { selection: [], answer: 'None.', reasons: {} }
      }),
    })
    await talk.ask(question)
    expect(seen).toEqual([Buffer.from([0xff, 0xd8, 0xff]), []])
  })

  it('that fails leaves the sentence to the rules, and the answer says so', async () => {
    const talk = start({ agent: agent(() => Promise.reject(gone)) })
    expect((await talk.ask(question)).answer).toMatch(/fake-agent failed/)
  })
})
