import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { textOf } from '../../fakes/discord/read.js'
import { type FakeDiscord, startDiscord } from '../../fakes/discord/server.js'
import { run } from '../cli/run.js'
import { main } from '../pictures.js'

let discord: FakeDiscord
let folder: string
beforeEach(async () => {
  discord = await startDiscord()
  folder = await mkdtemp(join(tmpdir(), 'deixis-discord-'))
})
afterEach(async () => {
  await discord.stop()
  await rm(folder, { recursive: true })
})

/** As a service is given them. */
async function envFile(lines: Record<string, string>): Promise<string> {
  const path = join(folder, 'deixis.env')
  const all = Object.entries(lines).map(([name, value]) => `${name}=${value}`)
  await writeFile(path, all.join('\n'))
  return path
}

it('registers the commands once, with the token from a file', async () => {
  const file = await envFile({
    DEIXIS_DISCORD_TOKEN: discord.token,
    DEIXIS_DISCORD_APPLICATION_ID: discord.applicationId,
    DEIXIS_DISCORD_API: discord.api,
  })
  const register = () => run(['discord', 'register', '--env-file', file, '--guild', discord.guildId])
  expect(await register()).toMatchObject({ status: 0, stdout: 'The commands are registered.\n' })
  expect(await register()).toMatchObject({ status: 0, stdout: 'The commands were registered already.\n' })
  expect(discord.commands(discord.guildId)).toHaveLength(9)
})

it('says what is missing or wrong, and never the token', async () => {
  const nothing = await run(['discord'], { env: { DEIXIS_DISCORD_TOKEN: '' } })
  expect(nothing).toMatchObject({ status: 2, stderr: expect.stringContaining('DEIXIS_DISCORD_TOKEN') })
  // By its other name: Node 20 takes any --env-file for its own, and ends by itself where the file is missing.
  const noFile = await run(['discord'], { env: { DEIXIS_ENV_FILE: join(folder, 'none') } })
  expect(noFile).toMatchObject({ status: 2, stderr: expect.stringContaining('--env-file') })
  const noId = await run(['discord', 'register'], { env: { DEIXIS_DISCORD_TOKEN: 'se.cr.et' } })
  expect(noId).toMatchObject({ status: 2, stderr: expect.stringContaining('DEIXIS_DISCORD_APPLICATION_ID') })
  const env = { DEIXIS_DISCORD_TOKEN: 'se.cr.et', DEIXIS_DEBUG: '1' }
  const wrong = await run(['discord', '--api', discord.api], { env })
  expect(wrong).toMatchObject({ status: 2, stderr: expect.stringContaining('does not know this token') })
  expect(wrong.stderr).not.toContain('se.cr.et')
})

it('serves until it is told to leave, and finishes what is under way', async () => {
  const { token, applicationId, api } = discord
  const env = { ...process.env, DEIXIS_STORE: 'none', DEIXIS_DISCORD_TOKEN: token }
  await run(['discord', 'register', '--api', api, '--application-id', applicationId], {
    env: { DEIXIS_DISCORD_TOKEN: token },
  })
  const bot = spawn(process.execPath, [main, 'discord', '--api', api], { env })
  const said = text(bot.stderr)
  const exit = once(bot, 'exit')
  await discord.connected()
  const alice = discord.user('alice')
  const reply = await discord.slash(alice, discord.channel, 'help').replied()
  expect(textOf(reply)).toContain('segment')
  const release = discord.faults.hold(/^PATCH/)
  const last = discord.slash(alice, discord.channel, 'help')
  await last.acknowledged()
  bot.kill('SIGTERM')
  release()
  await last.replied()
  expect(await exit).toEqual([0, null])
  expect(await said).not.toContain(token)
  expect(discord.violations).toEqual([])
})
