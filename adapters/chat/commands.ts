import { UserInputError } from '../../src/errors.js'
import { formatNames } from '../../tools/formats.js'
import type { ChatCommand, Reply } from '../chat.js'
import type { Desk } from './desk.js'
import { editOf, idsIn } from './refine.js'
import { replyTo } from './reply.js'
import { currentPicture, subjectOf, takeIn } from './subject.js'

/** What the commands that concern a conversation do; `help` concerns none. */
export const commands: Readonly<Record<Exclude<ChatCommand, 'help'>, (desk: Desk) => Promise<Reply>>> = {
  segment: ask,
  ask,
  look,
  refine,
  export: exportNamed,
  forget,
}

/** A file of the named regions; without names, of those that are selected. */
export async function exportAs(
  desk: Desk,
  format: string | undefined,
  ids: readonly string[] = [],
): Promise<Reply> {
  const known = formatNames.find((name) => name === format)
  if (!known) throw new UserInputError('bad-input', `Choose a format: ${formatNames.join(', ')}.`)
  const subject = subjectOf(desk, ids)
  const { file, note } = await desk.drawing.exported(subject, known, desk.deixis.labels)
  const said = `${subject.regions.map(({ id }) => id).join(', ')} as ${known}.`
  return { text: note ? `${said} ${note}` : said, files: [file], actions: [] }
}

/** Pictures without words are looked at as they are. */
async function ask(desk: Desk): Promise<Reply> {
  const { inbound, talk, follow } = desk
  if (inbound.text.trim() === '' && inbound.images.length > 0) return look(desk)
  const notes = await takeIn(desk)
  return replyTo(desk, await talk.ask(inbound.text, follow), { notes })
}

async function look(desk: Desk): Promise<Reply> {
  const notes = await takeIn(desk)
  return replyTo(desk, await desk.talk.look(desk.follow), { how: 'marks', notes })
}

async function exportNamed(desk: Desk): Promise<Reply> {
  const { format, regions } = desk.inbound.options ?? {}
  return exportAs(desk, format, idsIn(regions))
}

async function refine(desk: Desk): Promise<Reply> {
  const { talk, inbound, follow } = desk
  const { region, ...what } = inbound.options ?? {}
  const id = idsIn(region)[0] ?? onlySelected(desk)
  return replyTo(desk, await talk.refine(id, editOf(what, currentPicture(desk)), follow))
}

function onlySelected(desk: Desk): string {
  const [only, ...more] = subjectOf(desk).regions
  if (only && more.length === 0) return only.id
  throw new UserInputError(
    'bad-input',
    'More than one region is selected: name the one to refine, such as r2.',
  )
}

async function forget({ deixis, talk }: Desk): Promise<Reply> {
  const blank = talk.image === undefined && talk.turns.length === 0
  deixis.forget(talk.id)
  const text = blank
    ? 'Nothing is kept of this conversation.'
    : 'Forgotten: the pictures of this conversation, the masks, and all that was said. Send a picture to begin anew.'
  return { text, files: [], actions: [], ephemeral: true }
}
