import sharp from 'sharp'
import { expect, it } from 'vitest'
import { textOf } from '../../fakes/discord/read.js'
import { startDiscord } from '../../fakes/discord/server.js'
import { stack } from '../pictures.js'
import { isAnswer, startService } from './service.js'

const PEOPLE = 50
const PATIENCE_MS = 240_000

/** The same suitcases, small, in another light each time. */
function pictureOf(person: number): Promise<Buffer> {
  return sharp(stack)
    .resize(160)
    .modulate({ brightness: 1 + person / 1000 })
    .png()
    .toBuffer()
}

it(
  'answers 200 requests that 50 people make at once, to each in order',
  async () => {
    await using discord = await startDiscord({ patienceMs: PATIENCE_MS })
    await using service = await startService(discord, { DEIXIS_SPACE_RATE: '1000' })
    const pictures = await Promise.all(Array.from({ length: PEOPLE }, (_, person) => pictureOf(person)))
    const answers = await Promise.all(
      pictures.map((data, person) => {
        const user = discord.user(`person ${person}`)
        const ask = (question: string) => discord.slash(user, discord.channel, 'ask', { question })
        const image = { name: 'stack.png', data }
        const asked = [
          discord.slash(user, discord.channel, 'segment', { image, words: 'the suitcases' }),
          ask('only the red one'),
          ask('how many suitcases are there?'),
          ask('undo'),
        ]
        return Promise.all(asked.map(async (each) => textOf(await each.replied(isAnswer)).split('\n')[0]))
      }),
    )
    for (const own of answers) {
      expect(own).toEqual([
        '5 suitcases: r1, r2, r3, r4 and r5.',
        'That is suitcase r5.',
        'There are 5 suitcases.',
        'Undone. That is suitcase r5.',
      ])
    }
    expect(discord.violations).toEqual([])
    expect(await service.stop()).toBe(0)
    // Nothing went wrong that nobody was told of.
    expect(service.log().trim().split('\n')).toHaveLength(2)
  },
  PATIENCE_MS,
)
