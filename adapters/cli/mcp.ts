import type { Command } from 'commander'
import { type ServerFlags, serverConfig, serverOptions } from '../config.js'
import { addOptions, addStoreOptions } from './options.js'

const HELP = `
An MCP client starts this command. Claude Code:   claude mcp add deixis -- deixis mcp --allow-dir ~/Pictures
Others, in their configuration:                   {"mcpServers": {"deixis": {"command": "deixis", "args": ["mcp"]}}}`

export function addMcp(program: Command): void {
  const command = program.command('mcp').description('serve AI assistants over MCP (stdin and stdout)')
  addOptions(command, serverOptions)
  addStoreOptions(command)
  command.addHelpText('after', HELP).action(async (flags: ServerFlags) => {
    const config = serverConfig(flags)
    const { serveStdio } = await import('../mcp/stdio.js')
    await serveStdio(config)
  })
}
