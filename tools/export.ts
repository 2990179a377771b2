import * as z from 'zod'
import { defineTool } from './define.js'
import { saveFile, saveFileAt, stemOf } from './files.js'
import { encodeRegions, FORMATS, formatNames } from './formats.js'
import { ParamConversation, ParamRegions } from './params.js'
import { regionsOf } from './regions.js'

export const exportRegions = defineTool({
  name: 'export',
  title: 'Save masks to a file',
  description:
    'Writes regions to one file and returns its path. Masks are too long for a chat answer: save them here and let a ' +
    'program read the file. A file that exists is never replaced.',
  input: z.object({
    regions: ParamRegions,
    format: z
      .enum(formatNames)
      .describe(
        'png: black-and-white mask of all regions together. overlay: the photo with masks drawn in. cutout: regions on ' +
          'a transparent background. coco, labelme: annotation files. rle: COCO run-length of each region. polygons: ' +
          'JSON. svg: vector outlines. yolo: segmentation labels.',
      ),
    path: z
      .string()
      .min(1)
      .max(4096)
      .optional()
      .describe('Where to write, under an allowed folder. Left out: a new file in the output folder.'),
    conversation_id: ParamConversation,
  }),
  output: z.object({
    conversation_id: z.string(),
    image_id: z.string(),
    width: z.number(),
    height: z.number(),
    answer: z.string(),
    format: z.enum(formatNames),
    saved: z.string().describe('Absolute path of the file'),
  }),
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: false },
  async handler({ regions: ids, format, path, conversation_id }, context) {
    const talk = context.conversation(conversation_id)
    const { image, regions } = regionsOf(talk, ids)
    const pixels = () => talk.loadImage(image.id, context)
    const content = await encodeRegions(format, { image, pixels }, regions, context.deixis.labels)
    const saved =
      path === undefined
        ? await saveFile(context.outputDirectory, `${stemOf(image)}-${format}`, FORMATS[format], content)
        : await saveFileAt(path, content, context)
    return {
      data: {
        conversation_id: talk.id,
        image_id: image.id,
        width: image.width,
        height: image.height,
        answer: `Wrote ${regions.length === 1 ? '1 region' : `${regions.length} regions`} as ${format}.`,
        format,
        saved,
      },
    }
  },
})
