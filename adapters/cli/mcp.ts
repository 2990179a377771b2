import { type Command, Option } from 'commander'
import { type OptionRow, type ServerFlags, serverConfig, serverOptions } from '../config.js'

const HELP = `
An MCP client starts this command. Claude Code:   claude mcp add deixis -- deixis mcp --allow-dir ~/Pictures
Others, in their configuration:                   {"mcpServers": {"deixis": {"command": "deixis", "args": ["mcp"]}}}`

export function addMcp(program: Command): void {
  const command = program.command('mcp').description('serve AI assistants over MCP (stdin and stdout)')
  for (const row of Object.values<OptionRow>(serverOptions)) {
    const option = new Option(row.flags, `${row.description} (env: ${row.env})`)
    if (row.choices) option.choices(row.choices)
    if (row.repeatable) option.argParser((value: string, before: string[] = []) => [...before, value])
    command.addOption(option)
  }
  command.addHelpText('after', HELP).action(async (flags: ServerFlags) => {
    const config = serverConfig(flags)
    const { serveStdio } = await import('../mcp/stdio.js')
    await serveStdio(config)
  })
}
