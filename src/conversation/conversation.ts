import { throwIfAborted, UserInputError } from '../errors.js'
import type { Image } from '../image/image.js'
import { nounOf, nounsOf } from '../language/nouns-of.js'
import { parse } from '../language/parse.js'
import type { Reading } from '../language/query.js'
import type { Region } from '../mask/region.js'
import type { EngineContext, SegmentPrompt } from '../perception/engine.js'
import { answerInWords, inventoryInWords, reasonsOf } from '../reasoning/answer.js'
import { execute } from '../reasoning/execute.js'
import { Scene } from '../scene/scene.js'
import { type Answer, createAnswer } from './answer.js'
import { type Edit, edited } from './edit.js'
import { type GivenRegion, givenScene } from './given.js'
import { type Engines, explore, type Look, seek } from './perceive.js'
import { EMPTY, latestChoice, referentsOf, regionsOf, type State, type Turn } from './state.js'

/** Steps that can be undone. */
const MAX_UNDO = 50
/** Pictures that a conversation keeps at hand; the one shown first goes first. */
const MAX_PICTURES = 16
/** Longer texts are refused: nobody points with an essay. */
const MAX_TEXT = 10_000

export interface RequestOptions {
  /** The picture to talk about from now on, or one that is being opened; without it, the current one. */
  image?: Image | Promise<Image> | undefined
  signal?: AbortSignal | undefined
  /** Told how far the work is, 0 to 1, and what is under way. */
  progress?: ((fraction: number, message: string) => void) | undefined
}

/** An answer before it is timed and signed. */
type Draft = Pick<Answer, 'image' | 'regions' | 'answer' | 'reasons'>

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
  #regionCount = 0
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
    const scene = given && givenScene(image, given)
    this.#images.set(image.id, image)
    if (scene) this.#given.add(image.id)
    this.#state = { ...this.#state, imageId: image.id }
    if (scene) this.#know(scene)
    this.#forgetOldest()
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
      checkText(text)
      const reading = parse(text)
      switch (reading.program.intent) {
        case 'undo':
          return this.#undo(image)
        case 'why':
          return this.#why(image)
        case 'reset':
          this.#advance({ ...this.#state, turns: [] })
          return { image, regions: [], answer: 'Started over. The picture stays open.', reasons: {} }
        default: {
          const scene = await this.#sceneFor(reading, image, context)
          const understood = this.#understand(reading, scene)
          return this.#select(text, understood, scene)
        }
      }
    })
  }

  /** Everything in the picture that has a name. */
  look(options: RequestOptions = {}): Promise<Answer> {
    return this.#run(options, async (image, context) => {
      const scene = await this.#scene(image, context)
      return this.#select('', everythingIn(scene), scene)
    })
  }

  /** Where `phrase` is, or everything, without making it a turn: what "it" means stays as it was. */
  ground(phrase: string | undefined, options: RequestOptions = {}): Promise<Answer> {
    return this.#run(options, async (image, context) => {
      if (phrase === undefined) return everythingIn(await this.#scene(image, context))
      checkText(phrase)
      const reading = parse(phrase)
      return this.#understand(reading, await this.#sceneFor(reading, image, context))
    })
  }

  /** Regions from boxes or points, one a prompt and in their order. They join the scene and are the selection. */
  segment(
    prompts: readonly SegmentPrompt[],
    options: RequestOptions & { label?: string | undefined } = {},
  ): Promise<Answer> {
    return this.#run(options, async (image, context) => {
      if (prompts.length === 0) throw new UserInputError('bad-input', 'Give at least one box or some points.')
      const label = options.label ?? 'object'
      const masks = await this.#engines.segmenter.segment(image, prompts, context)
      const regions = masks.map(({ mask, score }, i): Region => {
        const box = mask.isEmpty ? (prompts[i]?.box ?? mask.box) : mask.box
        return { id: this.#newId(), label, score, box, mask }
      })
      const known = this.#state.scenes.get(image.id)
      const scene = new Scene(image, [...(known?.regions ?? []), ...regions], known?.explored ?? false)
      const reasons = Object.fromEntries(regions.map(({ id }) => [id, 'from the box or points given']))
      return this.#select(
        '',
        { image, regions, answer: segmentedInWords(regions), reasons, noun: label },
        scene,
      )
    })
  }

  /** Changes one region's mask; it keeps its id, and `undo` brings the former mask back. */
  refine(regionId: string, edit: Edit, options: Omit<RequestOptions, 'image'> = {}): Promise<Answer> {
    return this.#run(options, async (_current, context) => {
      const { region, scene } = this.#locate(regionId)
      const { image } = scene
      const find = (id: string) => {
        const other = this.#locate(id)
        if (other.scene === scene) return other.region
        throw new UserInputError('bad-input', `${id} belongs to another picture than ${regionId}.`)
      }
      const { segmenter } = this.#engines
      const changed = await edited(region, edit, { image, segmenter, context, find })
      const regions = scene.regions.map((one) => (one === region ? changed : one))
      const percent = Math.round((100 * changed.mask.area) / Math.max(1, region.mask.area))
      const answer = `${regionId} now covers ${changed.mask.area} pixels, ${percent}% of what it was.`
      const reasons = { [regionId]: `${edit.action} applied` }
      return this.#select(
        '',
        { image, regions: [changed], answer, reasons },
        new Scene(image, regions, scene.explored),
      )
    })
  }

  /** Queues `task` behind what is under way, on the picture that the options or the conversation name. */
  #run(
    { image, progress = () => {}, signal = new AbortController().signal }: RequestOptions,
    task: (image: Image, context: EngineContext) => Promise<Draft>,
  ): Promise<Answer> {
    const work = async () => {
      const started = performance.now()
      throwIfAborted(signal)
      const wanted = await image
      if (wanted && wanted !== this.image) this.show(wanted)
      const current = this.image
      if (!current)
        throw new UserInputError('no-image', 'There is no picture yet: open one, or name it in the request.')
      const { regions, answer, reasons, image: shown } = await task(current, { signal, progress })
      const elapsedMs = Math.round(performance.now() - started)
      return createAnswer({ conversationId: this.id, image: shown, regions, answer, reasons, elapsedMs })
    }
    const result = this.#last.then(work, work)
    this.#last = result.catch(() => {})
    return result
  }

  #understand({ program, ignored }: Reading, scene: Scene): Understood {
    const { image } = scene
    if (program.intent === 'look') return everythingIn(scene)
    if (!('target' in program)) {
      const hint = scene.regions.length > 0 ? ` ${inventoryInWords(scene)}` : ''
      const answer = `I did not understand that. Try "the red car on the left".${hint}`
      return { image, regions: [], answer, reasons: {} }
    }
    const referents = referentsOf(this.#state, scene)
    const outcome = execute(program.target, scene, referents)
    return {
      image,
      regions: outcome.candidates.map(({ region }) => region),
      answer: answerInWords({ program, ignored }, outcome, scene),
      reasons: reasonsOf(outcome.candidates, scene),
      noun: nounOf(program.target) ?? this.#state.turns.at(-1)?.noun,
    }
  }

  /** Ends a turn: these regions are picked, and this scene is what is known of the picture. */
  #select(text: string, { regions, answer, reasons, noun }: Understood, scene: Scene): Draft {
    const { image } = scene
    const selection = regions.map(({ id }) => id)
    this.#advance({
      imageId: image.id,
      scenes: new Map(this.#state.scenes).set(image.id, scene),
      turns: [...this.#state.turns, { text, imageId: image.id, selection, answer, reasons, noun }],
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
    if (!before) return { image, regions: [], answer: 'There is nothing to undo.', reasons: {} }
    // What was seen in other pictures since stays known: only edits of the same picture go back.
    this.#state = { ...before, scenes: new Map([...this.#state.scenes, ...before.scenes]) }
    const current = this.image ?? image
    const scene = this.#state.scenes.get(current.id)
    const choice = scene && latestChoice(this.#state, scene)
    return {
      image: current,
      regions: scene ? regionsOf(choice, scene) : [],
      answer: `Undone. ${choice?.answer ?? 'Nothing is selected.'}`,
      reasons: choice?.reasons ?? {},
    }
  }

  #why(image: Image): Draft {
    const last = this.#state.turns.findLast(({ imageId }) => imageId === image.id)
    const scene = this.#state.scenes.get(image.id)
    if (!last || !scene) return { image, regions: [], answer: 'Nothing was asked yet.', reasons: {} }
    const because = Object.entries(last.reasons).map(([id, reason]) => `${id}: ${reason}.`)
    return {
      image,
      regions: regionsOf(last, scene),
      answer: because.length > 0 ? because.join(' ') : last.answer,
      reasons: last.reasons,
    }
  }

  /** The picture's scene; looked at when first needed, kept from then on. */
  async #scene(image: Image, context: EngineContext): Promise<Scene> {
    const known = this.#state.scenes.get(image.id)
    return known?.explored ? known : this.#know(await explore(image, known, this.#look(context)))
  }

  /** The scene for a sentence: what it names is looked for once more where it did not strike the eye. */
  async #sceneFor({ program }: Reading, image: Image, context: EngineContext): Promise<Scene> {
    const scene = await this.#scene(image, context)
    if (!('target' in program) || this.#given.has(image.id)) return scene
    return this.#know(await seek(nounsOf(program.target), scene, this.#look(context)))
  }

  #look(context: EngineContext): Look {
    return { engines: this.#engines, context, newId: () => this.#newId() }
  }

  /** Ids are never given twice, not even after an undo. */
  #newId(): string {
    this.#regionCount++
    return `r${this.#regionCount}`
  }

  #know(scene: Scene): Scene {
    this.#state = { ...this.#state, scenes: new Map(this.#state.scenes).set(scene.image.id, scene) }
    return scene
  }

  #forgetOldest(): void {
    const oldest = [...this.#images.keys()].find((id) => id !== this.#state.imageId)
    if (this.#images.size <= MAX_PICTURES || oldest === undefined) return
    this.#images.delete(oldest)
    this.#given.delete(oldest)
    const without = (state: State): State => ({
      ...state,
      scenes: new Map([...state.scenes].filter(([id]) => id !== oldest)),
    })
    this.#state = without(this.#state)
    this.#history.splice(0, this.#history.length, ...this.#history.map(without))
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

/** A draft, and the noun that it is about. */
type Understood = Draft & { noun?: string | undefined }

function everythingIn(scene: Scene): Draft {
  const { image, regions } = scene
  const reasons = reasonsOf(
    regions.map((region) => ({ region, score: 1, reasons: [] })),
    scene,
  )
  return { image, regions, answer: inventoryInWords(scene), reasons }
}

function segmentedInWords(regions: readonly Region[]): string {
  const count = regions.length === 1 ? 'one region' : `${regions.length} regions`
  const said = `Segmented ${count}: ${regions.map(({ id }) => id).join(', ')}.`
  const blank = regions.filter(({ mask }) => mask.isEmpty).map(({ id }) => id)
  return blank.length === 0
    ? said
    : `${said} Nothing stood out in ${blank.join(', ')}: the mask is empty. Try a tighter box.`
}

function checkText(text: string): void {
  if (text.trim() === '') {
    throw new UserInputError('bad-input', 'Say what to look for, for example "the red car".')
  }
  if (text.length > MAX_TEXT) {
    throw new UserInputError('bad-input', `The text is too long: ${MAX_TEXT} characters is the limit.`)
  }
}
