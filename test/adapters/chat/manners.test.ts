import { describe, expect, it } from 'vitest'
import type { Inbound, InboundImage, Responder } from '../../../adapters/chat.js'
import { ConfigurationError, ModelError } from '../../../src/errors.js'
import { answerTo, fakeDeixis, send, startChat, zoo } from './platform.js'

/** A picture that arrives when it is let go. */
async function heldPicture() {
  const bytes = await zoo()
  let letGo = () => {}
  let asked = () => {}
  const gate = new Promise<void>((resolve) => {
    letGo = resolve
  })
  const loading = new Promise<void>((resolve) => {
    asked = resolve
  })
  const image: InboundImage = {
    name: 'zoo.png',
    load: async () => {
      asked()
      await gate
      return bytes
    },
  }
  return { image, letGo, loading }
}

/** A chat whose one hand is busy until it is let go. */
async function busyChat(options: Parameters<typeof startChat>[0] = {}) {
  const chat = startChat({ queue: { concurrency: 1 }, ...options })
  const { image, letGo, loading } = await heldPicture()
  const first = send(chat.handler, {
    text: 'the dogs',
    images: [image],
    author: 'first',
    conversationId: 'busy',
  })
  await loading
  return { ...chat, first, letGo }
}

const inbound: Inbound = {
  conversationId: 'talk',
  messageId: 'm1',
  author: { id: 'ann', name: 'Ann' },
  command: 'help',
  text: '',
  images: [],
  signal: new AbortController().signal,
}

describe('in line', () => {
  it('says the place, and answers when it is its turn', async () => {
    const { handler, first, letGo } = await busyChat()
    const images = { 'zoo.png': await zoo() }
    const others = ['ann', 'bob', 'cem'].map((author) =>
      send(handler, { author, conversationId: author, text: 'the cat', images }),
    )
    letGo()
    expect((await first).progress).not.toContain(expect.stringContaining('in line'))
    const told = (await Promise.all(others)).map(({ progress }) =>
      progress.filter((text) => /line/.test(text)),
    )
    expect(told).toEqual([
      ['You are next in line.'],
      ['You are second in line.', 'You are next in line.'],
      ['You are third in line.', 'You are next in line.'],
    ])
  })

  it('helps at once, and says when there is no room', async () => {
    const { handler, first, letGo } = await busyChat({ queue: { concurrency: 1, maxWaiting: 1 } })
    const waiting = send(handler, { author: 'ann', conversationId: 'ann', text: 'hello' })
    expect((await send(handler, { author: 'bob', command: 'help' })).reply).toBeDefined()
    const { failure } = await send(handler, { author: 'bob', conversationId: 'bob', text: 'the cat' })
    expect(failure).toMatchObject({ code: 'busy', message: expect.stringContaining('line is full') })
    letGo()
    await Promise.all([first, waiting])
  })

  it('can be left', async () => {
    const { handler, first, letGo } = await busyChat()
    const controller = new AbortController()
    const { signal } = controller
    const waiting = send(handler, { author: 'ann', conversationId: 'ann', text: 'the cat', signal })
    controller.abort()
    expect((await waiting).failure).toMatchObject({ code: 'cancelled' })
    letGo()
    expect((await first).reply).toBeDefined()
  })

  it('is drained: what is under way is answered, who waits is told to come again', async () => {
    const { handler, first, letGo } = await busyChat()
    const waiting = send(handler, { author: 'ann', conversationId: 'ann', text: 'the cat' })
    const draining = handler.drain()
    expect((await waiting).failure).toMatchObject({ code: 'busy', message: /restarted/ })
    expect((await send(handler, { author: 'bob', text: 'the cat' })).failure).toMatchObject({ code: 'busy' })
    letGo()
    await draining
    expect((await first).reply?.text).toBe('2 dogs: r1 and r2.')
  })
})

describe('limits', () => {
  it('hold for authors and spaces, but not for help and forgetting', async () => {
    const { handler } = startChat({ limits: { authorPerMinute: 1, spacePerMinute: 2 }, now: () => 0 })
    const ask = (author: string) => send(handler, { author, spaceId: 'zoo', text: 'the cat' })
    expect((await ask('ann')).failure).toMatchObject({ code: 'no-image' })
    expect((await ask('ann')).failure).toMatchObject({ code: 'busy', message: /in 60 seconds/ })
    await ask('bob')
    expect((await ask('cem')).failure).toMatchObject({ code: 'busy', message: /together/ })
    expect((await send(handler, { command: 'help' })).reply).toBeDefined()
    expect((await send(handler, { command: 'forget' })).reply).toBeDefined()
  })

  it('do not count what failed through no fault of the author', async () => {
    const { deixis } = fakeDeixis()
    let failures = 3
    const { handler, log } = startChat({
      deixis: {
        ...deixis,
        conversation(id) {
          if (failures-- > 0) throw new ModelError('The engine stumbled.')
          return deixis.conversation(id)
        },
      },
      limits: { authorPerMinute: 1 },
      now: () => 0,
    })
    for (let i = 0; i < 3; i++) {
      expect((await send(handler, { text: 'hello' })).failure).toMatchObject({ code: 'model-failed' })
    }
    expect(log).toHaveLength(3)
    expect((await send(handler, { text: 'hello' })).failure).toMatchObject({ code: 'no-image' })
    expect((await send(handler, { text: 'hello' })).failure).toMatchObject({ code: 'busy' })
  })

  it('do not count who left the line, or was sent away', async () => {
    const { handler, first, letGo } = await busyChat({ limits: { authorPerMinute: 1 }, now: () => 0 })
    const controller = new AbortController()
    const leaving = send(handler, { conversationId: 'ann', text: 'the cat', signal: controller.signal })
    controller.abort()
    await leaving
    const waiting = send(handler, { conversationId: 'ann', text: 'the cat' })
    letGo()
    await first
    expect((await waiting).failure).toMatchObject({ code: 'no-image' })
  })
})

describe('what goes wrong', () => {
  it.each([
    ['an unforeseen error', new TypeError('x is not a function: /home/keeper/secret')],
    ['what the keeper has to mend', new ConfigurationError('There is no model at /home/keeper/models.')],
    ['a model that fails', new ModelError('The server at 10.0.0.7 does not answer.')],
  ])('%s is for the log alone', async (_what, error) => {
    const { deixis } = fakeDeixis()
    const conversation = () => {
      throw error
    }
    const { handler, log } = startChat({ deixis: { ...deixis, conversation } })
    const { failure } = await send(handler, { text: 'the cat' })
    expect(failure?.message).toMatch(/^Something went wrong on my side/)
    expect(log).toEqual([error])
  })

  it('a platform that is down is no reason to fall over', async () => {
    const { handler, log } = startChat()
    const down = async () => Promise.reject(new Error('503'))
    const broken = () => {
      throw new Error('broken')
    }
    const responders: Responder[] = [
      { progress: down, reply: down, fail: down },
      { progress: broken, reply: broken, fail: broken },
    ]
    const images = [{ name: 'zoo.png', load: () => zoo() }]
    for (const responder of responders) {
      await handler({ ...inbound, command: 'look', images }, responder)
      await handler({ ...inbound, command: 'help' }, responder)
    }
    expect(log.length).toBeGreaterThanOrEqual(8)
    expect((await answerTo(handler, { text: 'the cat' })).text).toContain('r3')
  })

  it('is told before the answer, however slowly', async () => {
    const { deixis } = fakeDeixis()
    let worked = () => {}
    const work = new Promise<void>((resolve) => {
      worked = resolve
    })
    const forget = (id: string) => {
      deixis.forget(id)
      worked()
    }
    const { handler, first, letGo } = await busyChat({ deixis: { ...deixis, forget } })
    const events: string[] = []
    let deliver = () => {}
    const slow: Responder = {
      progress: (text) =>
        new Promise((resolve) => {
          deliver = () => {
            events.push(text)
            resolve()
          }
        }),
      reply: async () => {
        events.push('reply')
      },
      fail: async () => {},
    }
    const forgetting = handler({ ...inbound, command: 'forget' }, slow)
    letGo()
    await work
    await first
    await new Promise(setImmediate)
    expect(events).toEqual([])
    deliver()
    await forgetting
    expect(events).toEqual(['You are next in line.', 'reply'])
  })
})
