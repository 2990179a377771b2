import { modelOptions } from '../adapters/config/models.js'
import { tools } from '../tools/index.js'
import type { Project } from './project.js'

/** Where the bundle's command lies, from its root. */
export const ENTRY_POINT = 'dist/adapters/cli/main.js'

/** What a host fills in. */
const variable = (name: string) => `\${${name}}`

/**
 * The manifest of a bundle (.mcpb, version 0.4 of its format: github.com/modelcontextprotocol/mcpb, MANIFEST.md). A host
 * asks its user for what `user_config` names and starts `mcp_config`; a value of several folders becomes several arguments.
 */
export function manifest({ name, version, description, license, engines }: Project, platform: string) {
  return {
    $schema: 'https://raw.githubusercontent.com/anthropics/mcpb/main/schemas/mcpb-manifest-v0.4.schema.json',
    manifest_version: '0.4',
    name,
    display_name: 'deixis: point with words',
    version,
    description,
    long_description:
      'Finds what words point at in a photo and answers with pixel-accurate masks: "the red car on the left", "which ' +
      'suitcases can be removed?", "only the small one". It runs on this machine, with models that come in the bundle, and ' +
      'reads pictures from the folders that you allow.',
    author: { name: 'The deixis authors' },
    license,
    keywords: ['segmentation', 'masks', 'photos', 'grounding', 'vision'],
    server: {
      type: 'node',
      entry_point: ENTRY_POINT,
      mcp_config: {
        command: 'node',
        args: [
          `${variable('__dirname')}/${ENTRY_POINT}`,
          'mcp',
          ...['--output-dir', variable('user_config.output_directory')],
          // Takes as many folders as follow, so it comes last.
          ...['--allow-dir', variable('user_config.allowed_directories')],
        ],
        env: { [modelOptions.grounder.env]: variable('user_config.grounder') },
      },
    },
    user_config: {
      allowed_directories: {
        type: 'directory',
        title: 'Folders with pictures',
        description: 'deixis reads pictures from these folders, and exports into them when asked.',
        multiple: true,
        required: true,
        default: [`${variable('HOME')}/Pictures`],
      },
      output_directory: {
        type: 'directory',
        title: 'Folder for results',
        description: 'Overlays and exports are saved here.',
        required: true,
        default: `${variable('HOME')}/Pictures/deixis`,
      },
      grounder: {
        type: 'string',
        title: 'Vision-language model (optional)',
        description: 'Finds things of any name, such as ollama:qwen3-vl:4b. None is needed.',
        required: false,
        default: '',
      },
    },
    tools: tools.map((tool) => ({ name: tool.name, description: tool.description })),
    // They depend on what is opened.
    prompts_generated: true,
    compatibility: { platforms: [platform], runtimes: { node: engines.node } },
  }
}
