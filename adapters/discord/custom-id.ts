import { ACTIONS, type ActionName } from '../chat.js'

const VERSION = 'v1'

/** What a button or menu says when it is used: all that is needed to act on it, after a restart as well. At most 100 characters. */
export interface CustomId {
  readonly action: ActionName
  readonly conversationId: string
}

export function encodeCustomId({ action, conversationId }: CustomId): string {
  return `${VERSION}:${action}:${conversationId}`
}

/** None for what another version has left behind. */
export function decodeCustomId(customId: string): CustomId | undefined {
  const [, version, name, conversationId = ''] = /^(\w+):(\w+):([\w.:-]{1,64})$/.exec(customId) ?? []
  const action = ACTIONS.find((each) => each === name)
  return version === VERSION && action ? { action, conversationId } : undefined
}
