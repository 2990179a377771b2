import { UserInputError } from '../../src/errors.js'
import type { Answer, Conversation } from '../../src/index.js'
import type { Reply } from '../chat.js'
import type { Desk } from './desk.js'
import type { Drawn } from './drawing.js'
import { legendOf } from './legend.js'
import { offersOf } from './offers.js'

interface ReplyOptions {
  /** `marks`: numbered boxes on the picture as it is. */
  readonly how?: 'marks' | 'overlay'
  /** Said after the answer. */
  readonly notes?: readonly string[]
}

/** An answer as it is shown: in words, drawn with numbers and a legend to them, and what can be done next. */
export async function replyTo(
  desk: Desk,
  answer: Answer,
  { how = 'overlay', notes = [] }: ReplyOptions = {},
): Promise<Reply> {
  const { regions, reasons } = answer
  const { file, note } = regions.length > 0 ? await drawnFor(desk, answer, how) : {}
  const said = [answer.answer, ...advice(desk.talk, answer), ...notes, ...(note ? [note] : [])]
  return {
    text: said.join(' '),
    legend: legendOf(regions, reasons),
    regions: regions.map(({ id }) => id),
    files: file ? [file] : [],
    actions: desk.offering ? offersOf(desk.talk, answer) : [],
  }
}

/** The drawing, or why there is none: an undo is answered even where the picture is gone. */
async function drawnFor(
  { drawing }: Desk,
  { image, regions, loadImage }: Answer,
  how: 'marks' | 'overlay',
): Promise<Partial<Drawn>> {
  try {
    return await drawing.marked({ image, regions, pixels: loadImage }, how)
  } catch (error) {
    if (error instanceof UserInputError) return { note: `Nothing is drawn: ${error.message}` }
    throw error
  }
}

/** Whoever looked for something that is not there may want to know what is. */
function advice({ turns, regions }: Conversation, { answer }: Answer): string[] {
  const last = turns.at(-1)
  const inVain =
    last && answer.startsWith(last.answer) && last.selection.length === 0 && 'target' in (last.program ?? {})
  return inVain && regions.length > 0 ? ['Say "look" to see everything with its number.'] : []
}
