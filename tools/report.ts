import * as z from 'zod'
import { UserInputError } from '../src/errors.js'
import type { Answer, Image, ImageInfo, Region } from '../src/index.js'
import { traceInWords } from '../src/trace.js'
import type { ToolContext, ToolResult } from './define.js'
import { saveFile, stemOf } from './files.js'

/** Longest side of the pictures saved with every answer: drawing 12 megapixels takes seconds. `export` draws them all. */
export const SAVED_SIDE = 2048

const OutputRegion = z.object({
  id: z.string(),
  label: z.string(),
  score: z.number().describe('Confidence, 0 to 1'),
  box: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
  area: z.number().describe('Fraction of the picture that the mask covers'),
  mask: z
    .object({ size: z.array(z.number()).describe('[height, width]'), counts: z.string() })
    .optional()
    .describe('COCO run-length'),
})

/** What every tool that picks regions answers: small, because hosts cap results at some 25k tokens. */
export const AnswerOutput = z.object({
  conversation_id: z.string(),
  image_id: z.string(),
  width: z.number().describe('Of the full picture, in pixels; boxes are in these'),
  height: z.number(),
  answer: z.string(),
  regions: z.array(OutputRegion).describe('Empty: nothing in the picture fits'),
  reasons: z.record(z.string(), z.string()).describe('Why each region was picked, by id'),
  saved: z.string().optional().describe('Path of the picture with the regions drawn in'),
  trace: z.array(z.string()).optional().describe('How the answer came about, step by step'),
})

export type AnswerData = z.output<typeof AnswerOutput>
export type RegionData = z.output<typeof OutputRegion>

export function reportRegion(region: Region, image: ImageInfo, masks = false): RegionData {
  const { x, y, width, height } = region.box
  return {
    id: region.id,
    label: region.label,
    score: round(region.score, 2),
    box: { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) },
    area: round(region.mask.area / (image.width * image.height), 4),
    ...(masks && { mask: region.mask.toRle() }),
  }
}

interface ReportOptions {
  /** Goes into the name of the saved picture. */
  tool: string
  draw?: 'overlay' | 'marks'
  masks?: boolean | undefined
  /** How the answer came about, as well. */
  explain?: boolean | undefined
  /** A picture even when nothing was found. */
  always?: boolean
}

/** Turns an answer into a tool's result: data, and an overlay of what was found, saved and to show. */
export async function reportAnswer(
  answer: Answer,
  context: ToolContext,
  { tool, draw = 'overlay', masks = false, explain = false, always = false }: ReportOptions,
): Promise<ToolResult<AnswerData>> {
  const { image, regions } = answer
  const data: AnswerData = {
    conversation_id: answer.conversationId,
    image_id: image.id,
    width: image.width,
    height: image.height,
    answer: answer.answer,
    regions: regions.map((region) => reportRegion(region, image, masks)),
    reasons: { ...answer.reasons },
    ...(explain && { trace: traceInWords(answer.trace) }),
  }
  if (regions.length === 0 && !always) return { data }
  const pixels = await pixelsOf(answer)
  if (typeof pixels === 'string') return { data: { ...data, answer: `${data.answer} ${pixels}` } }
  context.progress(0.95, 'drawing')
  const { renderMarks, renderOverlay } = await import('../src/mask/render.js')
  const picture = await (draw === 'marks' ? renderMarks : renderOverlay)(pixels, regions, {
    maxSide: SAVED_SIDE,
  })
  const name = `${stemOf(image)}-${tool}`
  const saved = await saveFile(context.outputDirectory, name, 'jpg', await picture.encode('jpeg', 90))
  return { data: { ...data, saved }, picture }
}

/** The picture to draw on, or why there is none: an undo after a restart is answered even where the file is gone. */
async function pixelsOf(answer: Answer): Promise<Image | string> {
  return answer.loadImage().catch((error: unknown) => {
    if (error instanceof UserInputError) return `Nothing is drawn: ${error.message}`
    throw error
  })
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}
