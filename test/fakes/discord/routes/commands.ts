import { ApiError, type Command, CommandType, invalid } from '../wire.js'
import type { World } from '../world.js'
import type { Call, Route } from './route.js'

const GLOBAL = 'global'

/** Registered commands, global or of one guild. */
export const commandRoutes = [
  ...routesAt('/applications/:application/commands', () => GLOBAL),
  ...routesAt('/applications/:application/guilds/:guild/commands', ({ params: [, guild] }) => guild ?? ''),
] satisfies Route[]

function routesAt(path: string, scopeOf: (call: Call) => string): Route[] {
  const list = (call: Call): Command[] => {
    const { world, params } = call
    if (params[0] !== world.applicationId) throw new ApiError(404, 10002, 'Unknown Application')
    const scope = scopeOf(call)
    if (scope !== GLOBAL && scope !== world.guild.id) throw new ApiError(403, 50001, 'Missing Access')
    return world.commands.get(scope) ?? []
  }
  const store = (call: Call, commands: Command[]) => {
    const names = commands.map(({ type, name }) => `${type} ${name}`)
    if (new Set(names).size < names.length) throw invalid('name: duplicated')
    call.world.commands.set(scopeOf(call), commands)
  }
  const idOf = ({ params }: Call) => params.at(-1)
  return [
    { method: 'GET', path, handle: list },
    {
      method: 'PUT',
      path,
      handle: (call) => {
        const before = list(call)
        const wanted = call.body as unknown as Record<string, unknown>[]
        const commands = wanted.map((each) => complete(call.world, each, scopeOf(call), before))
        store(call, commands)
        return commands
      },
    },
    {
      method: 'POST',
      path,
      handle: (call) => {
        const command = complete(call.world, call.body, scopeOf(call), list(call))
        store(call, [...list(call).filter(({ id }) => id !== command.id), command])
        return command
      },
    },
    {
      method: 'PATCH',
      path: `${path}/:command`,
      handle: (call) => {
        const old = list(call).find(({ id }) => id === idOf(call))
        if (!old) throw new ApiError(404, 10063, 'Unknown application command')
        const command = complete(call.world, { ...old, ...call.body }, scopeOf(call), [old])
        store(call, [...list(call).filter(({ id }) => id !== old.id), command])
        return command
      },
    },
    {
      method: 'DELETE',
      path: `${path}/:command`,
      handle: (call) =>
        store(
          call,
          list(call).filter(({ id }) => id !== idOf(call)),
        ),
    },
  ]
}

/** A command as Discord gives it back: checked, with an id and every default written out. */
function complete(
  world: World,
  given: Record<string, unknown>,
  scope: string,
  before: readonly Command[],
): Command {
  const { name, type = CommandType.slash, description = '', options = [] } = given as unknown as Command
  const isSlash = type === CommandType.slash
  if (!(isSlash ? /^[-_\p{Ll}\p{N}]{1,32}$/u : /^.{1,32}$/u).test(name)) throw invalid('name')
  if (isSlash ? !/^.{1,100}$/u.test(description) : description !== '') throw invalid('description')
  if (options.length > 25) throw invalid('options: more than 25')
  for (const option of options) {
    if (!/^[-_\p{Ll}\p{N}]{1,32}$/u.test(option.name)) throw invalid('option name')
    if (!/^.{1,100}$/u.test(option.description)) throw invalid('option description')
    if ((option.choices?.length ?? 0) > 25) throw invalid('choices: more than 25')
  }
  const firstOptional = options.findIndex(({ required }) => !required)
  if (firstOptional >= 0 && options.slice(firstOptional).some(({ required }) => required)) {
    throw invalid('options: required ones come first')
  }
  return {
    // Fields that only global commands have are dropped from those of a guild.
    ...(scope === GLOBAL && {
      contexts: given.contexts ?? null,
      integration_types: given.integration_types ?? [0],
      dm_permission: true,
    }),
    id: before.find((each) => each.name === name && each.type === type)?.id ?? world.newId(),
    application_id: world.applicationId,
    version: world.newId(),
    ...(scope !== GLOBAL && { guild_id: scope }),
    type,
    name,
    name_localizations: null,
    description,
    description_localizations: null,
    default_member_permissions: null,
    nsfw: false,
    ...(options.length > 0 && {
      options: options.map(({ required, choices, ...option }) => ({
        ...option,
        ...(required && { required }),
        ...(choices && { choices: choices.map((choice) => ({ ...choice, name_localizations: null })) }),
        name_localizations: null,
        description_localizations: null,
      })),
    }),
  }
}
