import { Conversation } from '../conversation/conversation.js'
import type { Engines } from '../conversation/look.js'
import { UserInputError } from '../errors.js'
import type { Size } from '../geometry.js'
import type { Image } from '../image/image.js'
import { Mask } from '../mask/mask.js'
import { cIou, gIou, type Overlap, overlapOf, precisionAt } from '../mask/metrics.js'
import type { EngineContext } from '../perception/engine.js'
import { type Annotated, type Dataset, openPicture, type Picture } from './dataset.js'
import type { Question } from './questions.js'

/** One turn: what it should have picked, what it did, and how far the united masks of the two overlap. */
export interface AnsweredTurn extends Overlap {
  imageId: number
  kind: string
  text: string
  /** Ids of the annotations that were meant. */
  wanted: readonly string[]
  /** Ids of the regions that were picked: of annotations where these were the scene. */
  got: readonly string[]
  answer: string
}

export interface ExpressionOptions {
  /** The annotations are all there is in the picture: language and reasoning alone are measured. */
  trueRegions: boolean
}

/** Asks all questions, each in a conversation of its own. Throws `bad-input` for ids that the data set lacks. */
export async function answerQuestions(
  questions: readonly Question[],
  dataset: Dataset,
  engines: Engines,
  { trueRegions }: ExpressionOptions,
  { signal, progress }: EngineContext,
): Promise<AnsweredTurn[]> {
  const pictures = new Map(dataset.pictures.map((picture) => [picture.id, picture]))
  const posed = questions.map((question) => posedOn(pictures.get(question.imageId), question))
  const answered: AnsweredTurn[] = []
  let image: Image | undefined
  let shown: Picture | undefined
  for (const [index, { question, picture, annotations }] of posed.entries()) {
    progress(index / posed.length, `question ${index + 1} of ${posed.length}`)
    // Questions about one picture mostly stand together: it is opened once.
    if (!image || shown !== picture) image = await openPicture(picture, signal)
    shown = picture
    const talk = new Conversation('evaluation', engines)
    talk.show(image, trueRegions ? [...annotations.values()].map(asRegion) : undefined)
    for (const { text, targets } of question.turns) {
      const { regions, answer } = await talk.ask(text, { signal })
      const predicted = united(
        regions.map(({ mask }) => mask),
        picture,
      )
      const truth = united(
        targets.map((id) => annotations.get(id)!.mask()),
        picture,
      )
      answered.push({
        imageId: picture.id,
        kind: question.kind,
        text,
        wanted: targets.map(String),
        got: regions.map(({ id }) => id),
        answer,
        ...overlapOf(predicted, truth),
      })
    }
  }
  return answered
}

/** Whether a turn picked just the annotations that were meant; asked where these were the scene. */
export function isExact({ wanted, got }: AnsweredTurn): boolean {
  const picked = new Set(got)
  return picked.size === new Set(wanted).size && wanted.every((id) => picked.has(id))
}

export interface ExpressionFigures {
  turns: number
  /** Mean IoU of the united masks; a right "none" counts 1. */
  gIoU: number
  cIoU: number
  'P@0.5': number
  /** Of the turns that nothing fits, the share that picked nothing; undefined where there is none. */
  'N-acc': number | undefined
  /** The share of exact turns, where the annotations were the scene. */
  exact?: number
}

export function expressionFigures(
  turns: readonly AnsweredTurn[],
  { trueRegions }: ExpressionOptions,
): ExpressionFigures {
  const unfit = turns.filter(({ wanted }) => wanted.length === 0)
  return {
    turns: turns.length,
    gIoU: gIou(turns),
    cIoU: cIou(turns),
    'P@0.5': precisionAt(turns, 0.5),
    'N-acc':
      unfit.length === 0 ? undefined : unfit.filter(({ got }) => got.length === 0).length / unfit.length,
    ...(trueRegions && { exact: turns.filter(isExact).length / turns.length }),
  }
}

interface Posed {
  question: Question
  picture: Picture
  annotations: ReadonlyMap<number, Annotated>
}

function posedOn(picture: Picture | undefined, question: Question): Posed {
  if (!picture) {
    throw new UserInputError(
      'bad-input',
      `The data set has no image ${question.imageId}, which the expressions ask about: name their data set.`,
    )
  }
  const annotations = new Map(
    picture.annotations.filter(({ isCrowd }) => !isCrowd).map((annotation) => [annotation.id, annotation]),
  )
  const missing = question.turns.flatMap(({ targets }) => targets).find((id) => !annotations.has(id))
  if (missing === undefined) return { question, picture, annotations }
  throw new UserInputError(
    'bad-input',
    `Image ${picture.id} has no annotation ${missing}, which the expressions name: name their data set.`,
  )
}

function asRegion({ id, label, mask }: Annotated) {
  return { id: String(id), label, mask: mask() }
}

function united(masks: readonly Mask[], size: Size): Mask {
  return masks.reduce((sum, mask) => sum.union(mask), Mask.empty(size))
}
