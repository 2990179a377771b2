import { expect, it } from 'vitest'
import { Conversation } from '../../src/conversation/conversation.js'
import { fakeEngines, paintedImage } from '../fakes/engines.js'

const box = { x: 10, y: 10, width: 20, height: 20 }

it('tells engines who asks: the conversation, unless somebody is named', async () => {
  const engines = fakeEngines([{ label: 'dog', score: 0.9, box }])
  const callers: (string | undefined)[] = []
  const { ground } = engines.grounder
  engines.grounder.ground = (image, query, context) => {
    callers.push(context.caller)
    return ground(image, query, context)
  }
  const [one, two] = [new Conversation('one', engines), new Conversation('two', engines)]
  const image = paintedImage('dogs', { width: 64, height: 48 })
  await one.ask('the dog', { image })
  await two.ask('the dog', { image, caller: 'session' })
  expect([...new Set(callers)]).toEqual(['one', 'session'])
})
