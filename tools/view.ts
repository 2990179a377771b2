import * as z from 'zod'
import { UserInputError } from '../src/errors.js'
import { type Box, uniteBoxes } from '../src/geometry.js'
import type { Conversation, Image, ImageInfo, Region, RequestOptions } from '../src/index.js'
import type { Picture } from '../src/mask/render.js'
import { defineTool } from './define.js'
import { saveFile, stemOf } from './files.js'
import { ParamBox, ParamConversation, ParamCurrentImage, ParamRegions, requestOptions } from './params.js'
import { regionsOf } from './regions.js'
import { AnswerOutput, reportRegion, SAVED_SIDE } from './report.js'

const input = z.object({
  image: ParamCurrentImage,
  show: z
    .enum(['marks', 'overlay', 'crop', 'cutout'])
    .default('marks')
    .describe(
      'marks: numbered boxes. overlay: coloured masks. crop: a closer look at regions or at a box. ' +
        'cutout: regions without their background.',
    ),
  regions: ParamRegions.optional().describe('What to show; for marks and overlay everything if left out.'),
  box: ParamBox.optional(),
  conversation_id: ParamConversation,
})

export const view = defineTool({
  name: 'view',
  title: 'Look at a picture',
  description:
    'Shows the picture to you and the user: with numbered marks on every object or on given regions (choose by ' +
    'number, then use the ids), with their masks, a crop for a closer look, or regions cut out of their background.',
  input,
  output: AnswerOutput.omit({ reasons: true }),
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  async handler({ image: source, show, regions: ids, box, conversation_id }, context) {
    const talk = context.conversation(conversation_id)
    const options = requestOptions(source, talk, context)
    const { image: subject, regions } = await subjectOf(talk, { show, ids, box }, options)
    const image = await talk.loadImage(subject.id, context)
    const picture = await draw(show, image, regions, box)
    const extension = show === 'cutout' ? 'png' : 'jpg'
    const bytes = await picture.encode(show === 'cutout' ? 'png' : 'jpeg', 90)
    return {
      data: {
        conversation_id: talk.id,
        image_id: image.id,
        width: image.width,
        height: image.height,
        answer: sentence(show, regions, box),
        regions: regions.map((region) => reportRegion(region, image)),
        saved: await saveFile(context.outputDirectory, `${stemOf(image)}-${show}`, extension, bytes),
      },
      picture,
    }
  },
})

type Show = z.output<typeof input>['show']

async function subjectOf(
  talk: Conversation,
  { show, ids, box }: { show: Show; ids: string[] | undefined; box: Box | undefined },
  options: RequestOptions,
): Promise<{ image: ImageInfo; regions: readonly Region[] }> {
  if (ids) return regionsOf(talk, ids)
  if (show === 'marks' || show === 'overlay') return talk.ground(undefined, options)
  if (show === 'cutout' || box === undefined) {
    throw new UserInputError(
      'bad-input',
      `To show a ${show}, give regions${show === 'crop' ? ' or a box' : ''}.`,
    )
  }
  const image = (await options.image) ?? talk.image
  if (image) return { image, regions: [] }
  throw new UserInputError('no-image', 'This conversation has no picture yet: give image.')
}

async function draw(
  show: Show,
  image: Image,
  regions: readonly Region[],
  box: Box | undefined,
): Promise<Picture> {
  const render = await import('../src/mask/render.js')
  switch (show) {
    case 'marks':
      return render.renderMarks(image, regions, { maxSide: SAVED_SIDE })
    case 'overlay':
      return render.renderOverlay(image, regions, { maxSide: SAVED_SIDE })
    case 'crop':
      return render.renderCrop(image, box ?? regions.map((region) => region.box).reduce(uniteBoxes))
    case 'cutout':
      return render.renderCutout(image, regions, { crop: true })
  }
}

function sentence(show: Show, regions: readonly Region[], box: Box | undefined): string {
  const things = regions.length === 1 ? '1 region' : `${regions.length} regions`
  switch (show) {
    case 'marks':
    case 'overlay':
      return regions.length === 0
        ? 'The engine can name nothing in this picture; segment takes your own boxes or points.'
        : `${things}, ${show === 'marks' ? 'marked by number' : 'with masks'}.`
    case 'crop':
      return `A crop of ${box ? 'the box' : things}.`
    case 'cutout':
      return `A cutout of ${things} on a transparent background.`
  }
}
