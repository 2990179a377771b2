import { type Command, Option } from 'commander'
import { UserInputError } from '../../src/errors.js'
import type { Conversation, Deixis } from '../../src/index.js'
import { CONVERSATION_ID } from '../../tools/params.js'
import type { StoreFlags } from '../config/store.js'
import { addStoreOptions } from './options.js'
import type { Follow } from './session.js'

/** Stands for the current picture of a conversation. */
const CURRENT = '-'

export interface TalkFlags extends StoreFlags {
  conversation: string
}

export function addTalkFlags(command: Command): Command {
  const conversation = new Option(
    '-c, --conversation <id>',
    'begin or go on with the conversation of that name',
  )
  return addStoreOptions(command.addOption(conversation.argParser(parseId)))
}

/** The conversation of that id, about the picture that `source` names: "-" or nothing leaves it to the conversation. */
export async function talkOf(
  deixis: Deixis,
  source: string | undefined,
  id: string | undefined,
  follow: Follow,
): Promise<Conversation> {
  const talk = deixis.conversation(id)
  if (source !== undefined && source !== CURRENT) talk.show(await deixis.open(source, follow))
  if (talk.image) return talk
  throw new UserInputError('no-image', 'This conversation has no picture yet: name one.')
}

function parseId(text: string): string {
  if (CONVERSATION_ID.test(text)) return text
  throw new UserInputError('bad-input', '--conversation: expected 1 to 64 letters, digits, or . _ : -')
}
