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
    for (const [all, red, count, undone] of answers) {
      const ids = all!.match(/r\d+/g) ?? []
      expect(ids.length).toBeGreaterThan(3)
      expect(all).toMatch(new RegExp(`^${ids.length} suitcases: `))
      expect(ids.map((id) => `That is suitcase ${id}.`)).toContain(red)
      expect(count).toBe(`There are ${ids.length} suitcases.`)
      expect(undone).toBe(`Undone. ${red}`)
    }
    expect(discord.violations).toEqual([])
    expect(await service.stop()).toBe(0)
    // Nothing went wrong that nobody was told of.
    expect(service.log().trim().split('\n')).toHaveLength(2)
  },
  PATIENCE_MS,
)
