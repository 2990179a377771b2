import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { Conversation } from '../../src/conversation/conversation.js'
import { createDeixis, type Image } from '../../src/index.js'
import { fakeEngines } from '../fakes/engines.js'

const MB = 1024 * 1024

describe('pixels that nobody else keeps', () => {
  const picture = (id: string, megabytes: number): Image => ({
    ...{ id, name: id, width: 1024, height: (megabytes * MB) / 3072 },
    pixels: new Uint8Array(megabytes * MB),
  })

  it('stay while there is room, then the oldest go', async () => {
    const talk = new Conversation('c', fakeEngines([]))
    for (const id of ['first', 'second', 'third']) talk.show(picture(id, 75))
    await expect(talk.loadImage('first')).rejects.toMatchObject({ code: 'image-not-found' })
    expect((await talk.loadImage('second')).id).toBe('second')
    expect((await talk.loadImage('third')).id).toBe('third')
    expect(talk.images.map(({ id }) => id)).toEqual(['first', 'second', 'third'])
    expect(talk.pictureBytes).toBe(150 * MB)
  })

  it('stay for the picture shown last, however many they are', async () => {
    const talk = new Conversation('c', fakeEngines([]))
    for (const id of ['small', 'huge']) talk.show(picture(id, id === 'huge' ? 180 : 3))
    expect((await talk.loadImage('huge')).pixels.length).toBe(180 * MB)
    await expect(talk.loadImage('small')).rejects.toMatchObject({ code: 'image-not-found' })
  })
})

it('conversations whose pictures take too much are let go of, those that rested longest first', async () => {
  await using deixis = await createDeixis()
  // What follows the end of a PNG is no part of the picture.
  const png = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
    .png()
    .toBuffer()
  const image = await deixis.open(Buffer.concat([png, Buffer.alloc(7 * MB)]))
  const ids = Array.from({ length: 80 }, (_, i) => `c${i}`)
  const talks = ids.map((id) => {
    const talk = deixis.conversation(id)
    talk.show(image)
    return talk
  })
  // Asking for one makes it the latest, and may cost the oldest its place.
  talks.reverse()
  const live = talks.map((talk) => deixis.conversation(talk.id) === talk)
  expect(live).toEqual([...Array(73).fill(true), ...Array(7).fill(false)])
})
