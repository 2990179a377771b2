import sharp from 'sharp'
import { expect, it } from 'vitest'
import { createChatModel } from '../../src/llm/create-chat-model.js'
import { checkSight } from '../../src/llm/sight.js'
import { startOllama } from '../fakes/ollama.js'

const never = new AbortController().signal

it('shows the model a purple square on white', async () => {
  await using server = await startOllama(['Purple.'])
  await checkSight(createChatModel(`ollama:m@${server.url}`), never)
  const { data, info } = await sharp(server.asked[0]?.pictures[0]).raw().toBuffer({ resolveWithObject: true })
  const at = (x: number, y: number) => [...data.subarray((y * info.width + x) * 3).subarray(0, 3)]
  expect(info).toMatchObject({ width: 224, height: 224, channels: 3 })
  expect(at(112, 112)).toEqual([128, 0, 160])
  expect(at(2, 2)).toEqual([255, 255, 255])
})

it.each([
  ['Purple', true],
  ['The square is violet.', true],
  ['Red', false],
  ['I cannot see any picture.', false],
  ['', false],
])('takes %j for sight: %s', async (answer, sees) => {
  await using server = await startOllama([answer])
  expect(await checkSight(createChatModel(`ollama:m@${server.url}`), never)).toMatchObject({ sees })
})
