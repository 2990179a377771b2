import type { Reply } from '../chat.js'

/** @param keepDays how long a conversation that rests is kept; absent where it is kept no longer than the process lives */
export function help(keepDays: number | undefined): Reply {
  const kept =
    keepDays === undefined
      ? 'What is said here is kept in memory alone.'
      : `Pictures and what is said about them are kept until the conversation has rested ${keepDays === 1 ? 'a day' : `${keepDays} days`}.`
  const text = [
    'Send a picture and say what to find in it: "the red suitcases", "who is holding an umbrella?". Then go on: "only the one on the left", "what is under it?", "also r4", "undo", "why?".',
    '',
    'segment: mark what you name in a picture',
    'ask: anything about the picture',
    'look: everything in it, by number',
    'refine: grow, shrink, fill or redraw one region',
    'export: what is selected, as a file',
    'forget: delete all that is kept of this conversation',
    '',
    `${kept} "forget" deletes it at once.`,
  ].join('\n')
  return { text, files: [], actions: [], ephemeral: true }
}
