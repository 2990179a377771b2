import { throwIfAborted, UserInputError } from '../errors.js'
import type { Image } from '../image/image.js'
import { nounNames, THING } from '../language/lexicon/nouns.js'
import { nounOf, nounsOf } from '../language/nouns-of.js'
import { parse } from '../language/parse.js'
import type { Expression, Reading } from '../language/query.js'
import type { Mask } from '../mask/mask.js'
import type { Region } from '../mask/region.js'
import type { Detection, EngineContext, Grounder, Segmenter, SegmentPrompt } from '../perception/engine.js'
import { answerInWords, reasonsOf } from '../reasoning/answer.js'
import { execute, inventory } from '../reasoning/execute.js'
import { Scene } from '../scene/scene.js'
import { type Answer, createAnswer } from './answer.js'
import { type Edit, edited } from './edit.js'
import { EMPTY, referentsOf, type State, selectionOf, type Turn } from './state.js'

/** Steps that can be undone. */
const MAX_UNDO = 50
/** Longer texts are refused: nobody points with an essay. */
const MAX_TEXT = 10_000

export interface Engines {
  grounder: Grounder
  segmenter: Segmenter
}

export interface RequestOptions {
  /** The picture to talk about from now on; without it, the current one. */
  image?: Image | undefined
  signal?: AbortSignal | undefined
  /** Told how far the work is, 0 to 1, and what is under way. */
  progress?: ((fraction: number, message: string) => void) | undefined
}

/** Somebody else's detection, for {@link Conversation.show}. */
export interface GivenRegion {
  id: string
  label: string
  score?: number | undefined
  mask: Mask
}

/**
 * Talk about pictures: it knows the current one, what was found in each, and what was picked in each turn. Requests are
 * worked off one after the other, in the order in which they came.
 */
export class Conversation {
  readonly id: string
  readonly #engines: Engines
  readonly #images = new Map<string, Image>()
  /** Ids of pictures whose scene somebody else gave: no engine looks at them. */
  readonly #given = new Set<string>()
  readonly #history: State[] = []
  #state: State = EMPTY
  #last: Promise<unknown> = Promise.resolve()

  constructor(id: string, engines: Engines) {
    this.id = id
    this.#engines = engines
  }

  /** The current picture. */
  get image(): Image | undefined {
    return this.#state.imageId === undefined ? undefined : this.#images.get(this.#state.imageId)
  }

  /** Every region known in the current picture; empty until something was asked. */
  get regions(): readonly Region[] {
    const { imageId, scenes } = this.#state
    return imageId === undefined ? [] : (scenes.get(imageId)?.regions ?? [])
  }

  /** What was said so far, oldest first. */
  get turns(): readonly Turn[] {
    return this.#state.turns
  }

  /**
   * Makes `image` the current picture. With `given` regions these are its scene, under their own ids, and no grounder
   * runs on it. Throws `bad-input` if a mask has not the image's size or an id comes twice.
   */
  show(image: Image, given?: readonly GivenRegion[]): void {
    if (given) checkGiven(image, given)
    this.#images.set(image.id, image)
    const scenes = new Map(this.#state.scenes)
    if (given) {
      const regions = given.map(({ id, label, score = 1, mask }) => ({
        id,
        label,
        score,
        mask,
        box: mask.box,
      }))
      scenes.set(image.id, new Scene(image, regions, true))
      this.#given.add(image.id)
    }
    this.#state = { ...this.#state, imageId: image.id, scenes }
  }

  /** A region of any picture of this conversation. Throws `unknown-region`. */
  region(id: string): Region {
    return this.#locate(id).region
  }

  /** The picture that a region belongs to. Throws `unknown-region`. */
  imageOf(id: string): Image {
    return this.#locate(id).scene.image
  }

  /** Understands a sentence in the light of what was said before, and picks the regions that it points at. */
  ask(text: string, options: RequestOptions = {}): Promise<Answer> {
    return this.#run(options, async (image, context) => {
      if (text.trim() === '')
        throw new UserInputError('bad-input', 'Say what to look for, for example "the red car".')
      if (text.length > MAX_TEXT) {
        throw new UserInputError('bad-input', `The text is too long: ${MAX_TEXT} characters is the limit.`)
      }
      const reading = parse(text)
      switch (reading.program.intent) {
        case 'undo':
          return this.#undo(image)
        case 'why':
          return this.#why(image)
        case 'reset':
          this.#advance({ ...this.#state, turns: [] })
          return this.#result(image, [], 'Started over. The picture stays open.', {})
        default:
          return this.#point(text, reading, await this.#sceneFor(reading, image, context))
      }
    })
  }

  /** Everything in the picture that has a name. */
  look(options: RequestOptions = {}): Promise<Answer> {
    return this.#run(options, async (image, context) => {
      const scene = await this.#scene(image, context)
      return this.#select('', undefined, scene.regions, inventoryInWords(scene), describeAll(scene), scene)
    })
  }

  /** Where `phrase` is, or everything, without making it a turn: what "it" means stays as it was. */
  ground(phrase: string | undefined, options: RequestOptions = {}): Promise<Answer> {
    return this.#run(options, async (image, context) => {
      const scene = await this.#scene(image, context)
      if (phrase === undefined)
        return this.#result(image, scene.regions, inventoryInWords(scene), describeAll(scene))
      const { regions, answer, reasons } = this.#understand(parse(phrase), scene)
      return this.#result(image, regions, answer, reasons)
    })
  }

  /** Regions from boxes or points, one a prompt and in their order. They join the scene and are the selection. */
  segment(
    prompts: readonly SegmentPrompt[],
    options: RequestOptions & { label?: string | undefined } = {},
  ): Promise<Answer> {
    return this.#run(options, async (image, context) => {
      const known = this.#state.scenes.get(image.id)
      const masks = await this.#engines.segmenter.segment(image, prompts, context)
      const label = options.label ?? 'object'
      const regions = masks.map(({ mask, score }, i): Region => {
        const box = mask.isEmpty ? (prompts[i]?.box ?? mask.box) : mask.box
        return { id: `r${this.#state.nextRegion + i}`, label, score, box, mask }
      })
      const scene = new Scene(image, [...(known?.regions ?? []), ...regions], known?.explored ?? false)
      const blank = regions.filter(({ mask }) => mask.isEmpty).map(({ id }) => id)
      const answer = [
        `Segmented ${regions.length === 1 ? 'one region' : `${regions.length} regions`}: ${regions.map(({ id }) => id).join(', ')}.`,
        ...(blank.length > 0
          ? [`Nothing stood out in ${blank.join(', ')}: the mask is empty. Try a tighter box.`]
          : []),
      ].join(' ')
      const reasons = Object.fromEntries(regions.map(({ id }) => [id, 'from the box or points given']))
      return this.#select('', label, regions, answer, reasons, scene, regions.length)
    })
  }

  /** Changes one region's mask; it keeps its id, and `undo` brings the former mask back. */
  refine(regionId: string, edit: Edit, options: Omit<RequestOptions, 'image'> = {}): Promise<Answer> {
    return this.#run({ ...options, image: this.imageOf(regionId) }, async (image, context) => {
      const { region, scene } = this.#locate(regionId)
      const find = (id: string) => {
        const other = this.#locate(id)
        if (other.scene !== scene) {
          throw new UserInputError('bad-input', `${id} belongs to another picture than ${regionId}.`)
        }
        return other.region
      }
      const changed = await edited(region, edit, image, this.#engines.segmenter, find, context)
      const regions = scene.regions.map((one) => (one === region ? changed : one))
      const percent = Math.round((100 * changed.mask.area) / Math.max(1, region.mask.area))
      const answer = `${regionId} now covers ${changed.mask.area} pixels, ${percent}% of what it was.`
      return this.#select(
        '',
        undefined,
        [changed],
        answer,
        { [regionId]: `${edit.action} applied` },
        new Scene(image, regions, scene.explored),
      )
    })
  }

  /** Queues `task` behind what is under way, on the picture that the options or the conversation name. */
  #run(
    options: RequestOptions,
    task: (image: Image, context: EngineContext) => Promise<Draft>,
  ): Promise<Answer> {
    const { image, progress = () => {}, signal = new AbortController().signal } = options
    const work = async () => {
      const started = performance.now()
      throwIfAborted(signal)
      if (image && image !== this.image) this.show(image)
      const current = this.image
      if (!current)
        throw new UserInputError(
          'no-image',
          'There is no picture yet. Open one first, or name it in the request.',
        )
      const draft = await task(current, { signal, progress })
      return createAnswer({
        conversationId: this.id,
        ...draft,
        elapsedMs: Math.round(performance.now() - started),
      })
    }
    const result = this.#last.then(work, work)
    this.#last = result.catch(() => {})
    return result
  }

  #point(text: string, reading: Reading, scene: Scene): Draft {
    const { regions, answer, reasons, noun } = this.#understand(reading, scene)
    return this.#select(text, noun, regions, answer, reasons, scene)
  }

  #understand(reading: Reading, scene: Scene): Omit<Draft, 'image'> & { noun?: string | undefined } {
    const { program } = reading
    if (program.intent === 'look') {
      return { regions: scene.regions, answer: inventoryInWords(scene), reasons: describeAll(scene) }
    }
    if (!('target' in program)) {
      const hint = scene.regions.length > 0 ? ` ${inventoryInWords(scene)}` : ''
      return {
        regions: [],
        answer: `I did not understand that. Try "the red car on the left".${hint}`,
        reasons: {},
      }
    }
    const referents = referentsOf(this.#state, scene, (noun) => {
      return scene.regions.filter(({ label }) => nounNames(noun, label))
    })
    const outcome = execute(program.target, scene, referents)
    return {
      regions: outcome.candidates.map(({ region }) => region),
      answer: answerInWords({ ...reading, program }, outcome, scene),
      reasons: reasonsOf(outcome.candidates, scene),
      noun: this.#nounOf(program.target),
    }
  }

  #nounOf(target: Expression): string | undefined {
    return nounOf(target) ?? this.#state.turns.at(-1)?.noun
  }

  /** Ends a turn: these regions are picked, and this scene is what is known of the picture. */
  #select(
    text: string,
    noun: string | undefined,
    regions: readonly Region[],
    answer: string,
    reasons: Record<string, string>,
    scene: Scene,
    added = 0,
  ): Draft {
    const { image } = scene
    const turn: Turn = {
      text,
      imageId: image.id,
      selection: regions.map(({ id }) => id),
      answer,
      reasons,
      noun,
    }
    this.#advance({
      imageId: image.id,
      scenes: new Map(this.#state.scenes).set(image.id, scene),
      turns: [...this.#state.turns, turn],
      nextRegion: this.#state.nextRegion + added,
    })
    return { image, regions, answer, reasons }
  }

  #advance(next: State): void {
    this.#history.push(this.#state)
    if (this.#history.length > MAX_UNDO) this.#history.shift()
    this.#state = next
  }

  #undo(image: Image): Draft {
    const before = this.#history.pop()
    if (!before) return this.#result(image, [], 'There is nothing to undo.', {})
    // Scenes found since stay known: only edits of the same picture go back.
    this.#state = {
      ...before,
      scenes: new Map([...this.#state.scenes, ...before.scenes]),
      nextRegion: this.#state.nextRegion,
    }
    const current = this.image ?? image
    const scene = this.#state.scenes.get(current.id)
    const last = this.#state.turns.at(-1)
    const regions = scene ? selectionOf(this.#state, scene) : []
    return this.#result(
      current,
      regions,
      `Undone. ${last ? last.answer : 'Nothing is selected.'}`,
      last?.reasons ?? {},
    )
  }

  #why(image: Image): Draft {
    const last = this.#state.turns.at(-1)
    const scene = this.#state.scenes.get(image.id)
    if (!last || !scene) return this.#result(image, [], 'Nothing was asked yet.', {})
    const ids = new Set(last.selection)
    const regions = scene.regions.filter(({ id }) => ids.has(id))
    const because = Object.entries(last.reasons).map(([id, reason]) => `${id}: ${reason}.`)
    return this.#result(image, regions, because.length > 0 ? because.join(' ') : last.answer, last.reasons)
  }

  #result(
    image: Image,
    regions: readonly Region[],
    answer: string,
    reasons: Readonly<Record<string, string>>,
  ): Draft {
    return { image, regions, answer, reasons }
  }

  /** The picture's scene; looked at when first needed, kept from then on. */
  async #scene(image: Image, context: EngineContext): Promise<Scene> {
    const known = this.#state.scenes.get(image.id)
    if (known?.explored) return known
    const detections = await this.#engines.grounder.ground(image, { everything: true }, context)
    return this.#enrich(image, detections, true, context)
  }

  /**
   * The scene for a sentence: where nothing in it goes by a noun of the sentence, the grounder is asked for that noun
   * by name, since it looks harder for what it is told to find.
   */
  async #sceneFor({ program }: Reading, image: Image, context: EngineContext): Promise<Scene> {
    let scene = await this.#scene(image, context)
    if (!('target' in program) || this.#given.has(image.id)) return scene
    const { grounder } = this.#engines
    for (const noun of nounsOf(program.target)) {
      if (noun === THING || scene.regions.some(({ label }) => nounNames(noun, label))) continue
      const phrases = grounder.labels?.filter((label) => nounNames(noun, label)) ?? [noun]
      for (const phrase of phrases) {
        const detections = await grounder.ground(image, { phrase }, context)
        if (detections.length > 0) scene = await this.#enrich(image, detections, true, context)
      }
    }
    return scene
  }

  /** Adds what was detected to what is known of a picture; detections whose mask is blank are left out. */
  async #enrich(
    image: Image,
    detections: readonly Detection[],
    explored: boolean,
    context: EngineContext,
  ): Promise<Scene> {
    const prompts = detections.map(({ box }) => ({ box }))
    const masks = await this.#engines.segmenter.segment(image, prompts, context)
    const known = this.#state.scenes.get(image.id)
    const first = this.#state.nextRegion
    const found = detections
      .map(({ label, score }, i) => ({ label, score, mask: masks[i]!.mask }))
      .filter(({ mask }) => !mask.isEmpty)
      .map((region, i): Region => ({ ...region, id: `r${first + i}`, box: region.mask.box }))
    const scene = new Scene(image, [...(known?.regions ?? []), ...found], explored)
    const scenes = new Map(this.#state.scenes).set(image.id, scene)
    this.#state = { ...this.#state, scenes, nextRegion: first + found.length }
    return scene
  }

  #locate(id: string): { region: Region; scene: Scene } {
    for (const scene of this.#state.scenes.values()) {
      const region = scene.regions.find((one) => one.id === id)
      if (region) return { region, scene }
    }
    const known = this.regions.map((region) => region.id).slice(0, 30)
    const hint =
      known.length > 0 ? `Known are ${known.join(', ')}.` : 'None is known yet: segment something first.'
    throw new UserInputError('unknown-region', `There is no such region in this conversation. ${hint}`)
  }
}

/** An answer before it is timed and signed. */
type Draft = Pick<Answer, 'image' | 'regions' | 'answer' | 'reasons'>

function inventoryInWords({ regions }: Scene): string {
  return regions.length > 0
    ? `I see ${inventory(regions)}.`
    : 'I see nothing that I can name in this picture.'
}

function describeAll(scene: Scene): Record<string, string> {
  return reasonsOf(
    scene.regions.map((region) => ({ region, score: 1, reasons: [] })),
    scene,
  )
}

function checkGiven(image: Image, given: readonly GivenRegion[]): void {
  const ids = new Set<string>()
  for (const { id, mask } of given) {
    if (mask.width !== image.width || mask.height !== image.height) {
      throw new UserInputError(
        'bad-input',
        `Expected masks of the image's size, ${image.width} × ${image.height}; received one of ${mask.width} × ${mask.height}.`,
      )
    }
    if (ids.has(id)) throw new UserInputError('bad-input', 'Two of the given regions have the same id.')
    ids.add(id)
  }
}
