import type { Command } from 'commander'
import { ConfigurationError } from '../../src/errors.js'
import { chatOptions } from '../config/chat.js'
import {
  type DiscordConfig,
  type DiscordFlags,
  discordOptions,
  discordRegisterOptions,
} from '../config/discord.js'
import { discordConfig } from '../config.js'
import { listenForSignals } from '../leaving.js'
import { addModelOptions, addOptions, addStoreOptions } from './options.js'
import { write } from './session.js'

const HELP = `
First:   deixis discord register --env-file deixis.env     tells Discord which commands there are
Then:    deixis discord --env-file deixis.env              serves until SIGINT or SIGTERM; a second one does not wait
The file, or the environment, has DEIXIS_DISCORD_TOKEN and DEIXIS_DISCORD_APPLICATION_ID: see docs/discord.md.`

export function addDiscord(program: Command): void {
  const command = program.command('discord').description('serve people on Discord')
  addOptions(command, discordOptions)
  addOptions(command, chatOptions)
  addStoreOptions(addModelOptions(command))
  command.addHelpText('after', HELP).action((flags: DiscordFlags) => serve(discordConfig(flags)))
  const register = command.command('register').description('tell Discord which commands there are')
  addOptions(register, discordRegisterOptions)
    .configureHelp({ showGlobalOptions: true })
    .action(async () => {
      const outcome = await registerAll(discordConfig(register.optsWithGlobals<DiscordFlags>()))
      await write(
        outcome === 'registered' ? 'The commands are registered.' : 'The commands were registered already.',
      )
    })
}

async function registerAll({ token, applicationId, api, guildId }: DiscordConfig) {
  if (applicationId === undefined) {
    throw new ConfigurationError(
      'Give the id of the application in DEIXIS_DISCORD_APPLICATION_ID or with --application-id: it is on the "General Information" page of the developer portal.',
    )
  }
  const { registerCommands } = await import('../discord/register.js')
  return registerCommands({ token, applicationId, api }, guildId)
}

/** Until a signal comes: then what is under way is finished, and at a second signal it is not. */
async function serve({ store, models, chat, ...options }: DiscordConfig): Promise<void> {
  const [{ createDeixis }, { createChatHandler }, { createDiscordAdapter }] = await Promise.all([
    import('../../src/index.js'),
    import('../chat/handler.js'),
    import('../discord/adapter.js'),
  ])
  // People's pictures come as bytes: nothing on this machine is read for them.
  await using deixis = await createDeixis({ ...models, access: { directories: [] }, store })
  const adapter = createDiscordAdapter(options)
  const { capabilities } = adapter
  const handler = createChatHandler({ ...chat, deixis, capabilities, keepDays: store?.maxAgeDays })
  using leaving = listenForSignals()
  void leaving.told.then(() => {
    void handler.drain()
    void adapter.stop()
  })
  await adapter.start(handler, leaving.hurry.signal)
}
