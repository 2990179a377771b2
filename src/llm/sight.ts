import { Picture } from '../mask/picture.js'
import type { ChatModel, ChatReply, ModelPicture } from './chat-model.js'

/** Enough for every encoder; small enough for every processor. Pixels. */
const SIDE = 224
/** Nobody who sees nothing would guess it. */
const COLOUR = { rgb: [128, 0, 160], name: /\b(purple|violet|magenta)\b/i } as const

/**
 * Whether a model really sees: shows it a drawn square and asks for its colour. Some servers drop a picture without a word,
 * and the model then makes something up.
 *
 * @throws ModelError where it does not answer, and CancelledError
 */
export async function checkSight(
  model: ChatModel,
  signal: AbortSignal,
): Promise<{ readonly sees: boolean; readonly reply: ChatReply }> {
  const reply = await model.ask(
    {
      text: 'Which colour is the square in this picture? Answer with one word.',
      pictures: [await squareOnWhite()],
      // One word, and what a model may think before it.
      maxTokens: 512,
    },
    signal,
  )
  return { sees: COLOUR.name.test(reply.text), reply }
}

async function squareOnWhite(): Promise<ModelPicture> {
  const pixels = new Uint8Array(SIDE * SIDE * 3).fill(255)
  for (let y = SIDE / 4; y < (SIDE * 3) / 4; y++) {
    for (let x = SIDE / 4; x < (SIDE * 3) / 4; x++) pixels.set(COLOUR.rgb, (y * SIDE + x) * 3)
  }
  const data = await new Picture(pixels, { width: SIDE, height: SIDE }, 3).encode('png')
  return { data, mimeType: 'image/png' }
}
