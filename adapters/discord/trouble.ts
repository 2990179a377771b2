import { RESTJSONErrorCodes as Code, DiscordAPIError } from 'discord.js'

/** Why Discord did not take an answer, and what can still be done. */
export type Trouble = 'forbidden' | 'expired' | 'deleted' | 'too-large' | 'unknown'

export function troubleOf(error: unknown): Trouble {
  if (!(error instanceof DiscordAPIError)) return 'unknown'
  switch (error.code) {
    case Code.MissingPermissions:
    case Code.MissingAccess:
      return 'forbidden'
    case Code.InvalidWebhookToken:
    case Code.UnknownWebhook:
    case Code.UnknownInteraction:
      return 'expired'
    case Code.UnknownMessage:
    case Code.UnknownChannel:
      return 'deleted'
    case Code.RequestEntityTooLarge:
      return 'too-large'
    default:
      return 'unknown'
  }
}

/** What the author is told instead of the answer. */
export function adviceOn(trouble: Trouble): string {
  switch (trouble) {
    case 'forbidden':
      return (
        'I may not answer there. Somebody who manages that server has to give me the rights View Channel, Send Messages, ' +
        'Send Messages in Threads, Attach Files and Read Message History.'
      )
    case 'too-large':
      return 'Discord did not take the files: they are too large for here. Ask for fewer regions or another format.'
    default:
      return 'Discord did not take the answer. Ask again in a moment.'
  }
}

/** For the log: names the error, never what Discord or anybody else wrote. */
export function nameOf(error: unknown): string {
  if (error instanceof DiscordAPIError) return `Discord's error ${error.code} (status ${error.status})`
  const { name, code } = error as NodeJS.ErrnoException
  return typeof code === 'string' && /^[A-Z_]{1,40}$/.test(code) ? code : String(name).slice(0, 40)
}
