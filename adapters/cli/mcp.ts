import type { Command } from 'commander'
import type { ModelFlags } from '../config/models.js'
import { type ServerFlags, serverOptions } from '../config/server.js'
import { modelConfig, serverConfig } from '../config.js'
import { addModelOptions, addOptions, addStoreOptions } from './options.js'

const HELP = `
An MCP client starts this command. Claude Code:   claude mcp add deixis -- deixis mcp --allow-dir ~/Pictures
Others, in their configuration:                   {"mcpServers": {"deixis": {"command": "deixis", "args": ["mcp"]}}}`

export function addMcp(program: Command): void {
  const command = program.command('mcp').description('serve AI assistants over MCP (stdin and stdout)')
  addOptions(command, serverOptions)
  addStoreOptions(addModelOptions(command))
  command.addHelpText('after', HELP).action(async (flags: ServerFlags & ModelFlags) => {
    const config = serverConfig(flags)
    const { serveStdio } = await import('../mcp/stdio.js')
    await serveStdio(config, modelConfig(flags))
  })
}
