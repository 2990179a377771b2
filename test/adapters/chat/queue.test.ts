import { expect, it } from 'vitest'
import { createQueue, type Queue } from '../../../adapters/chat/queue.js'

interface Waiting {
  /** How many come first, each time that it was told. */
  readonly told: number[]
  readonly done: Promise<string>
  withdraw(): void
}

/** Tasks that end when they are told to, and the order in which they began. */
function stage(queue: Queue) {
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  return {
    begun,
    /** "ann1 in talk": the author is the letters. */
    enter(name: string, conversationId = name): Waiting {
      const controller = new AbortController()
      const told: number[] = []
      const place = {
        conversationId,
        authorId: name.replace(/\d+$/, ''),
        signal: controller.signal,
        waiting: (ahead: number) => told.push(ahead),
      }
      const done = queue.run(place, async () => {
        begun.push(name)
        await new Promise<void>((end) => ends.set(name, end))
        return name
      })
      done.catch(() => {})
      return { told, done, withdraw: () => controller.abort() }
    },
    async end(name: string, { done }: Waiting): Promise<void> {
      ends.get(name)!()
      await done
      await new Promise(setImmediate)
    },
  }
}

it('lets authors take turns, however much one of them asks', async () => {
  const { begun, enter, end } = stage(createQueue({ concurrency: 1 }))
  const names = ['ann1', 'ann2', 'ann3', 'bob1', 'bob2', 'cem1']
  const waiting = new Map(names.map((name) => [name, enter(name)]))
  for (let i = 0; i < names.length; i++) await end(begun[i]!, waiting.get(begun[i]!)!)
  expect(begun).toEqual(['ann1', 'ann2', 'bob1', 'cem1', 'ann3', 'bob2'])
})

it('keeps the order within a conversation, whoever speaks in it, and works on others meanwhile', async () => {
  const { begun, enter, end } = stage(createQueue({ concurrency: 3 }))
  const ann1 = enter('ann1', 'thread')
  const ann2 = enter('ann2', 'thread')
  const bob1 = enter('bob1', 'thread')
  enter('cem1', 'elsewhere')
  expect(begun).toEqual(['ann1', 'cem1'])
  await end('ann1', ann1)
  expect(begun).toEqual(['ann1', 'cem1', 'ann2'])
  await end('ann2', ann2)
  expect(begun.at(-1)).toBe('bob1')
  await end('bob1', bob1)
})

it('keeps that order where taking turns would break it', async () => {
  const { begun, enter, end } = stage(createQueue({ concurrency: 1 }))
  const waiting = new Map([
    ['eve1', enter('eve1')],
    ['ann1', enter('ann1')],
    ['ann2', enter('ann2', 'thread')],
    ['bob1', enter('bob1', 'thread')],
  ])
  for (let i = 0; i < waiting.size; i++) await end(begun[i]!, waiting.get(begun[i]!)!)
  expect(begun).toEqual(['eve1', 'ann1', 'ann2', 'bob1'])
})

it('says how many come first, and when one is the next', async () => {
  const { enter, end } = stage(createQueue({ concurrency: 1 }))
  const ann1 = enter('ann1')
  const ann2 = enter('ann2')
  const ann3 = enter('ann3')
  const bob1 = enter('bob1')
  expect([ann1, ann2, ann3, bob1].map(({ told }) => told)).toEqual([[], [0], [1], [1]])
  await end('ann1', ann1)
  expect(bob1.told).toEqual([1, 0])
  expect(ann3.told).toEqual([1])
})

it('has room for so many, and for so many of one author', async () => {
  const { enter } = stage(createQueue({ concurrency: 1, maxWaiting: 3, maxWaitingOfAuthor: 2 }))
  for (const name of ['ann1', 'ann2', 'ann3']) enter(name)
  await expect(enter('ann4').done).rejects.toMatchObject({ code: 'busy', message: /2 requests in line/ })
  enter('bob1')
  await expect(enter('cem1').done).rejects.toMatchObject({ code: 'busy', message: /line is full/ })
})

it('lets go who withdraws, and keeps the others in order', async () => {
  const { begun, enter, end } = stage(createQueue({ concurrency: 1 }))
  const ann1 = enter('ann1', 'talk')
  const ann2 = enter('ann2', 'talk')
  enter('ann3', 'talk')
  ann2.withdraw()
  await expect(ann2.done).rejects.toMatchObject({ code: 'cancelled' })
  await end('ann1', ann1)
  expect(begun).toEqual(['ann1', 'ann3'])
})

it('goes on after a task that fails', async () => {
  const queue = createQueue({ concurrency: 1 })
  const place = { conversationId: 'a', authorId: 'ann', signal: new AbortController().signal, waiting() {} }
  const failing = queue.run(place, async () => Promise.reject(new Error('broken')))
  const next = queue.run(place, async () => 'fine')
  await expect(failing).rejects.toThrow('broken')
  expect(await next).toBe('fine')
})

it('is drained: what is under way ends, who waits is sent away, and nobody is let in', async () => {
  const queue = createQueue({ concurrency: 1 })
  const { begun, enter, end } = stage(queue)
  const ann1 = enter('ann1')
  const bob1 = enter('bob1')
  let drained = false
  const draining = queue.drain().then(() => {
    drained = true
  })
  await expect(bob1.done).rejects.toMatchObject({ code: 'busy', message: /restarted/ })
  await expect(enter('cem1').done).rejects.toMatchObject({ code: 'busy', message: /restarted/ })
  expect(drained).toBe(false)
  await end('ann1', ann1)
  await draining
  expect(begun).toEqual(['ann1'])
})
