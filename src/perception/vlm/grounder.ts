import { throwIfAborted } from '../../errors.js'
import type { Box } from '../../geometry.js'
import type { Image } from '../../image/image.js'
import type { ChatModel } from '../../llm/chat-model.js'
import type { Detection, EngineContext, Grounder, GroundQuery } from '../engine.js'
import { askForBoxes, type Outcome } from './ask.js'
import type { Fit } from './fit.js'
import { nounIn, phraseFor, tidyLabel, UNNAMED } from './labels.js'
import { type PlacedBox, placeBoxes, withoutRepeats } from './place.js'
import { type Profile, profileOf } from './profiles.js'
import { quoted } from './prompts.js'
import type { PrintedBox } from './reply.js'
import { tryOut } from './try-out.js'

/**
 * Vision-language models print boxes without a confidence, and one made up would rank them by nothing. So each box has
 * the score that says least: as likely right as wrong. Ask `createRegionCheck` for a second opinion.
 */
const SCORE = 0.5

/** What was found, and how many boxes belong to none of the phrases that were looked for. */
interface Finding {
  readonly detections: Detection[]
  readonly strays: number
}

/**
 * Finds what any words describe by asking a vision-language model for boxes; one that is not known is first tried out on
 * a test picture. `ground` throws `UserInputError` for a phrase without words, and `ModelError` where the model gives no
 * boxes that can be trusted.
 */
export function createVlmGrounder(model: ChatModel): Grounder {
  let profile = profileOf(model.model)

  async function ground(image: Image, query: GroundQuery, context: EngineContext): Promise<Detection[]> {
    throwIfAborted(context.signal)
    if ('phrases' in query && query.phrases.length === 0) return []
    const purpose = describe(query)
    if (!profile.certain) profile = await tryOut(model, profile, context)
    const { detections, strays } = await askForBoxes(
      model,
      { query, image, profile, purpose },
      (boxes, fit) => locate(boxes, query, profile, fit),
      context,
    )
    if (!('phrases' in query) || strays === 0) return detections
    // A box under another name may be what was meant by a phrase that has none: each of these is asked for by itself.
    const found = new Set(detections.map(({ label }) => label))
    const missing = [...new Set(query.phrases)].filter((phrase) => !found.has(phrase))
    for (const phrase of missing) detections.push(...(await ground(image, { phrases: [phrase] }, context)))
    return detections
  }

  return { name: model.name, ground }
}

function locate(
  boxes: readonly PrintedBox[],
  query: GroundQuery,
  profile: Profile,
  fit: Fit,
): Outcome<Finding> {
  const placed = placeBoxes(boxes, profile, fit)
  if (!placed) return { fault: 'wrong-grid' }
  if (placed.length === 0 && boxes.length > 0) return { fault: 'nowhere' }
  const found = 'phrases' in query ? assign(placed, query.phrases) : name(placed, query)
  const strays = found.strays > 0 ? `, and ${found.strays} under other names` : ''
  return { found, said: `found ${found.detections.length}${strays}` }
}

/** What was asked for goes by the asker's word for it, whatever the model calls it; one object has one name. */
function name(
  placed: readonly PlacedBox[],
  query: Exclude<GroundQuery, { phrases: readonly string[] }>,
): Finding {
  const noun = 'phrase' in query ? nounIn(query.phrase) : undefined
  const detections = withoutRepeats(placed).map(({ box, label = UNNAMED }) =>
    detection(noun ?? tidyLabel(label), box),
  )
  return { detections, strays: 0 }
}

/** Each box under the phrase that it was printed for; one object may be several of them, a "man" and a "person". */
function assign(placed: readonly PlacedBox[], phrases: readonly string[]): Finding {
  const phraseOf = ({ label }: PlacedBox) =>
    phrases.length === 1 ? phrases[0] : phraseFor(label ?? '', phrases)
  const detections = [...new Set(phrases)].flatMap((phrase) =>
    withoutRepeats(placed.filter((one) => phraseOf(one) === phrase)).map(({ box }) => detection(phrase, box)),
  )
  return { detections, strays: placed.filter((one) => phraseOf(one) === undefined).length }
}

function detection(label: string, box: Box): Detection {
  return { label, score: SCORE, box }
}

function describe(query: GroundQuery): string {
  if ('everything' in query) return 'looked for everything'
  const phrases = 'phrase' in query ? [query.phrase] : query.phrases
  return `looked for ${phrases.map(quoted).join(', ')}`
}
