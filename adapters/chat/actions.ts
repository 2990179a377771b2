import { UserInputError } from '../../src/errors.js'
import { listed } from '../../src/language/lexicon/morphology.js'
import { regionsOf } from '../../tools/regions.js'
import type { ActionName, Reply } from '../chat.js'
import { exportAs } from './commands.js'
import type { Desk } from './desk.js'
import { reasonsInWords } from './legend.js'
import { replyTo } from './reply.js'
import { currentPicture, subjectOf } from './subject.js'

type Action = (desk: Desk, values: readonly string[]) => Promise<Reply>

/** What buttons and menus do. What changes the selection is said to the conversation, so that it can be undone. */
export const actions: Readonly<Record<ActionName, Action>> = {
  why,
  undo: (desk) => say(desk, 'undo'),
  redo: (desk) => say(desk, 'redo'),
  cutout,
  only: (desk, ids) => pick(desk, 'only', ids),
  add: (desk, ids) => pick(desk, 'also', ids),
  remove: (desk, ids) => pick(desk, 'without', ids),
  export: (desk, [format]) => exportAs(desk, format),
}

async function why(desk: Desk): Promise<Reply> {
  currentPicture(desk)
  const { regions, reasons, answer } = await desk.talk.ask('why?', desk.follow)
  const text = regions.length > 0 ? reasonsInWords(regions, reasons) : answer
  return { text, files: [], actions: [], ephemeral: true }
}

async function cutout(desk: Desk): Promise<Reply> {
  const subject = subjectOf(desk)
  const { file, note } = await desk.drawing.cutout(subject)
  const said = `${listed(subject.regions.map(({ id }) => id))}, cut out.`
  return { text: note ? `${said} ${note}` : said, files: [file], actions: [] }
}

async function say(desk: Desk, text: string): Promise<Reply> {
  currentPicture(desk)
  return replyTo(desk, await desk.talk.ask(text, desk.follow))
}

/** "only r2 and r5", said of the picture that these are in: menus stay where they are when the talk goes on. */
async function pick(desk: Desk, how: string, ids: readonly string[]): Promise<Reply> {
  const { talk, follow } = desk
  const current = currentPicture(desk)
  if (ids.length === 0) throw new UserInputError('bad-input', 'Choose at least one region.')
  const { image, regions } = regionsOf(talk, ids)
  if (image.id !== current.id) talk.show(await talk.loadImage(image.id, follow))
  const gone = regions.filter((region) => !talk.regions.includes(region)).map(({ id }) => id)
  if (gone.length > 0) {
    throw new UserInputError(
      'unknown-region',
      `${listed(gone)} was taken back by an undo: "redo" brings it back, and "look" shows what there is.`,
    )
  }
  return say(desk, `${how} ${listed(regions.map(({ id }) => id))}`)
}
