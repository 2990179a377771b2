import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { chatOptions } from '../../../adapters/config/chat.js'
import { discordOptions, discordRegisterOptions } from '../../../adapters/config/discord.js'
import { slashCommands } from '../../../adapters/discord/commands/index.js'
import { Permission } from '../../fakes/discord/wire.js'
import { root } from '../pictures.js'

const docs = readFileSync(`${root}docs/discord.md`, 'utf8')

it('lists the commands and their options, in order, those in brackets that can be left out', () => {
  const listed = [...docs.matchAll(/^\| `\/(.+?)` \|/gm)].map(([, usage]) => usage)
  const usages = slashCommands.map(({ data }) => {
    const { name, options = [] } = data.toJSON() as { name: string; options?: Option[] }
    const shown = options.filter((option) => option.name !== 'private')
    return [name, ...shown.map((option) => (option.required ? option.name : `[${option.name}]`))].join(' ')
  })
  expect(listed).toEqual(usages)
})

it('names every variable and flag', () => {
  for (const { env, flags } of Object.values({
    ...discordOptions,
    ...discordRegisterOptions,
    ...chatOptions,
  })) {
    expect(docs).toContain(`\`${env}\` | \`${flags.split(' ')[0]}\``)
  }
})

it('invites with the permissions that the fake server asks for', () => {
  const [, permissions = ''] = /permissions=(\d+)/.exec(docs) ?? []
  expect(BigInt(permissions)).toBe(Object.values(Permission).reduce((sum, bit) => sum | bit))
})

interface Option {
  name: string
  required?: boolean
}
