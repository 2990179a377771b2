/** What the adapter needs to know to be a bot on Discord. */
export interface DiscordOptions {
  /** Of the bot; never logged. */
  readonly token: string
  /** Base of the REST API, where it is not Discord's own; attachments are then read from there as well. */
  readonly api?: string | undefined
  /** Whether to ask for the privileged intent that shows messages in which the bot is not mentioned. */
  readonly messageContent?: boolean | undefined
  /** One line about the bot's own state; never what people write. Default: stderr. */
  readonly log?: ((line: string) => void) | undefined
}
