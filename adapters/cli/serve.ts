import type { Command } from 'commander'
import { type HttpFlags, httpOptions } from '../config/http.js'
import type { ModelFlags } from '../config/models.js'
import { httpConfig, modelConfig } from '../config.js'
import { addModelOptions, addOptions, addStoreOptions } from './options.js'

const HELP = `
Alone on this machine:   deixis serve
For others:              DEIXIS_TOKEN=$(openssl rand -hex 32) deixis serve --host 0.0.0.0 --public-url https://deixis.example.org
MCP is at /mcp, uploads go to /images; see docs/http.md, and SECURITY.md before others can reach it.`

export function addServe(program: Command): void {
  const command = program
    .command('serve')
    .description('serve AI assistants and programs over HTTP (MCP, uploads)')
  addOptions(command, httpOptions)
  addStoreOptions(addModelOptions(command))
  command.addHelpText('after', HELP).action(async (flags: HttpFlags & ModelFlags) => {
    const config = httpConfig(flags)
    const { serveHttp } = await import('../http/serve.js')
    await serveHttp(config, modelConfig(flags))
  })
}
