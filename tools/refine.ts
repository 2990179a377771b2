import * as z from 'zod'
import { UserInputError } from '../src/errors.js'
import type { Edit } from '../src/index.js'
import { defineTool } from './define.js'
import { ParamBox, ParamConversation, ParamMasks, ParamPoints, ParamRegion, ParamRegions } from './params.js'
import { AnswerOutput, reportAnswer } from './report.js'

const input = z.object({
  region: ParamRegion,
  action: z
    .enum(['points', 'box', 'redraw', 'grow', 'shrink', 'fill-holes', 'union', 'subtract', 'intersect'])
    .describe(
      'points: mark what belongs (positive) or not. box: segment again in a better box. redraw: fit the outline to ' +
        'the picture. grow, shrink: by pixels. fill-holes. union, subtract, intersect: with the given regions.',
    ),
  points: ParamPoints,
  box: ParamBox.optional(),
  pixels: z.int().min(1).max(100).optional().describe('For grow and shrink.'),
  regions: ParamRegions.optional().describe(
    'For union, subtract and intersect: the ids of the other regions.',
  ),
  masks: ParamMasks,
  conversation_id: ParamConversation,
})

export const refine = defineTool({
  name: 'refine',
  title: 'Correct a mask',
  description:
    'Corrects the mask of one region, which keeps its id. Look at the overlay first, then mark what is missing or too ' +
    'much with points, or grow, shrink, fill or combine it.',
  input,
  output: AnswerOutput,
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: false },
  async handler({ region, masks, conversation_id, ...rest }, context) {
    const { signal, progress, caller } = context
    const answer = await context
      .conversation(conversation_id)
      .refine(region, editOf(rest), { signal, progress, caller })
    return reportAnswer(answer, context, { tool: 'refined', ...(masks && { masks }) })
  },
})

/** Flat arguments to a typed edit: models fill a flat object more reliably than a union. */
function editOf({
  action,
  points,
  box,
  pixels,
  regions,
}: Omit<z.output<typeof input>, 'region' | 'masks' | 'conversation_id'>): Edit {
  switch (action) {
    case 'points':
      return { action, points: needed(points, action, 'points') }
    case 'box':
      return { action, box: needed(box, action, 'box') }
    case 'grow':
    case 'shrink':
      return { action, pixels: needed(pixels, action, 'pixels') }
    case 'redraw':
    case 'fill-holes':
      return { action }
    case 'union':
    case 'subtract':
    case 'intersect':
      return { action, regionIds: needed(regions, action, 'regions') }
  }
}

function needed<T>(value: T | undefined, action: string, name: string): T {
  if (value !== undefined && !(Array.isArray(value) && value.length === 0)) return value
  throw new UserInputError('bad-input', `The action "${action}" needs ${name}.`)
}
