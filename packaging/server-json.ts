import { modelOptions } from '../adapters/config/models.js'
import type { OptionRow } from '../adapters/config/options.js'
import { serverOptions } from '../adapters/config/server.js'
import { storeOptions } from '../adapters/config/store.js'
import type { Project } from './project.js'

/** The registry takes 100 characters at most. */
const DESCRIPTION =
  'Points at things in a picture with words and answers with pixel-accurate masks, on this machine'

/**
 * What the MCP registry is told (schema of 2025-12-11): the package at npm, how it is started, and what can be set. The
 * registry believes it only where the package's `mcpName` is the same name.
 */
export function serverJson({ name, mcpName, version }: Project) {
  return {
    $schema: 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json',
    name: mcpName,
    title: 'deixis: point with words',
    description: DESCRIPTION,
    version,
    packages: [
      {
        registryType: 'npm',
        registryBaseUrl: 'https://registry.npmjs.org',
        identifier: name,
        version,
        runtimeHint: 'npx',
        transport: { type: 'stdio' },
        packageArguments: [
          { type: 'positional', value: 'mcp' },
          {
            ...inputOf(serverOptions.allowDir),
            type: 'named',
            name: '--allow-dir',
            format: 'filepath',
            isRepeated: true,
          },
        ],
        environmentVariables: [
          { ...named(serverOptions.outputDir), format: 'filepath' },
          named(serverOptions.imageResponses),
          { ...named(storeOptions.store), format: 'filepath' },
          named(modelOptions.grounder),
        ],
      },
    ],
  }
}

function named(row: OptionRow) {
  return { name: row.env, ...inputOf(row) }
}

function inputOf({ description, choices }: OptionRow) {
  return { description, ...(choices && { choices }) }
}
