import { type Client, DiscordjsError, DiscordjsErrorCodes, Events, GatewayCloseCodes } from 'discord.js'
import { ConfigurationError } from '../../src/errors.js'
import { nameOf } from './trouble.js'

/** Connects. Throws {@link ConfigurationError} where Discord cannot be reached or does not want this bot. */
export async function login(client: Client, token: string): Promise<void> {
  try {
    await client.login(token)
  } catch (error) {
    if (error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid) {
      throw refusal(GatewayCloseCodes.AuthenticationFailed)
    }
    if (error instanceof Error && error.message === 'Used disallowed intents') {
      throw refusal(GatewayCloseCodes.DisallowedIntents)
    }
    throw new ConfigurationError(
      `Discord could not be reached (${nameOf(error)}). Check the network and try again.`,
      {
        cause: error,
      },
    )
  }
}

/** Rejects once Discord has ended the connection for good; never fulfilled. */
export function thrownOut(client: Client): Promise<never> {
  return new Promise((_resolve, reject) => {
    client.once(Events.ShardDisconnect, ({ code }) => reject(refusal(code)))
  })
}

function refusal(code: number): ConfigurationError {
  switch (code) {
    case GatewayCloseCodes.AuthenticationFailed:
      return new ConfigurationError(
        'Discord does not know this token. Put the bot\'s current token, from the "Bot" page of the developer portal, in DEIXIS_DISCORD_TOKEN.',
      )
    case GatewayCloseCodes.DisallowedIntents:
      return new ConfigurationError(
        'The Message Content intent is not switched on for this application. Switch it on, on the "Bot" page of the developer portal, or leave out --message-content.',
      )
    default:
      return new ConfigurationError(
        `Discord has ended the connection for good (code ${code}). See docs/discord.md.`,
      )
  }
}
