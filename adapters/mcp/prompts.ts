import { completable } from '@modelcontextprotocol/sdk/server/completable.js'
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import type { GetPromptResult } from '@modelcontextprotocol/sdk/types.js'
import * as z from 'zod'
import type { Shelf } from './shelf.js'

/** Longer than any path or address that somebody types. */
const MAX_PICTURE = 4096

/** What people start from a menu of their assistant. */
export function registerPrompts(server: McpServer, shelf: Shelf): void {
  const picture = completable(
    z.string().min(1).max(MAX_PICTURE).describe('Path, https:// address or image_id of the picture'),
    (value) => shelf.ids().filter((id) => id.startsWith(value)),
  )
  const phrase = z.string().trim().min(1).max(500).describe('What to find, such as "the red car on the left"')

  server.registerPrompt(
    'segment',
    {
      title: 'Segment',
      description: 'Finds what words point at in a picture, and checks the masks.',
      argsSchema: { image: picture, phrase },
    },
    ({ image, phrase }) =>
      ask(
        `Segment ${quote(phrase)} in the picture ${quote(image)} with the tool segment. Look at the overlay: if a mask ` +
          'misses a part or takes in too much, correct it with refine. If nothing was found, look at the picture with view ' +
          'and segment with a box of your own. Then say what was found, by region id, and where the overlay is saved.',
      ),
  )
  server.registerPrompt(
    'compare',
    {
      title: 'Compare',
      description: 'Says what two pictures have in common and how they differ.',
      argsSchema: { first: picture, second: picture },
    },
    ({ first, second }) =>
      ask(
        `Open the pictures ${quote(first)} and ${quote(second)} with the tool open_image, each in a conversation of its ` +
          'own (conversation_id "first" and "second"). Compare what is in them: things in both, things in only one, and ' +
          'how number, size and place differ. Name region ids for what you say, and check doubtful things with ground.',
      ),
  )
  server.registerPrompt(
    'inventory',
    {
      title: 'Take inventory',
      description: 'Counts what is in a picture.',
      argsSchema: { image: picture },
    },
    ({ image }) =>
      ask(
        `Take inventory of the picture ${quote(image)}: open it with the tool open_image, then give a table of what is in ` +
          'it: kind, how many, where, region ids. Look closer with view (show "crop") where things overlap or the score is ' +
          'below 0.5, and say what you are not sure of.',
      ),
  )
}

function ask(text: string): GetPromptResult {
  return { messages: [{ role: 'user', content: { type: 'text', text } }] }
}

/** As one line in quotes, so that it can't be mistaken for what follows. */
function quote(text: string): string {
  return JSON.stringify(text)
}
