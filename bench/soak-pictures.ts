import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'

/** What a person of the soak sends and asks. */
export interface SoakPicture {
  /** A JPEG, at each call with other bytes, so that nobody has sent it before; its pixels stay. */
  bytes(): Buffer
  readonly phrase: string
  /** Asked one after the other, each a turn: later ones lean on those before. */
  readonly questions: readonly string[]
}

/**
 * The examples, one of them as large as a phone takes it, and noise in which there is nothing.
 * @param examples their folder
 */
export async function soakPictures(examples: string): Promise<SoakPicture[]> {
  const example = (name: string) => readFile(join(examples, `${name}.jpg`))
  const large = sharp(await example('coffee')).resize(4000, 3000, { fit: 'fill' })
  const noise = sharp({
    create: {
      width: 800,
      height: 600,
      channels: 3,
      background: 'grey',
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
    },
  })
  return [
    {
      bytes: withComment(await example('stack')),
      phrase: 'the red suitcase',
      questions: ['which suitcases can be removed without disturbing the stack?', 'only the left one'],
    },
    {
      bytes: withComment(await example('cat')),
      phrase: 'the cat',
      questions: ['what is next to the cat?', 'how many are there?'],
    },
    {
      bytes: withComment(await example('coffee')),
      phrase: 'the cup',
      questions: ['the biggest one', 'what is under it?'],
    },
    {
      bytes: withComment(await large.jpeg().toBuffer()),
      phrase: 'the cup',
      questions: ['the spoon', 'is it left of the cup?'],
    },
    {
      bytes: withComment(await noise.jpeg().toBuffer()),
      phrase: 'the dog',
      questions: ['how many people are there?', 'and on the right?'],
    },
  ]
}

/** The same JPEG with a comment of its own (marker COM, right behind the start of the image). */
function withComment(jpeg: Buffer): () => Buffer {
  return () => {
    const comment = randomBytes(16)
    const marker = Buffer.from([0xff, 0xfe, 0, comment.length + 2])
    return Buffer.concat([jpeg.subarray(0, 2), marker, comment, jpeg.subarray(2)])
  }
}
