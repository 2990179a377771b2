import { DeixisError, throwIfAborted, UserInputError } from '../errors.js'
import type { Image, ImageInfo } from '../image/image.js'
import { THING, thingsNamed } from '../language/lexicon/nouns.js'
import { nounOf } from '../language/nouns-of.js'
import { parse } from '../language/parse.js'
import type { Expression, Program, Reading } from '../language/query.js'
import { withoutAsking } from '../language/without-asking.js'
import type { Region } from '../mask/region.js'
import type { EngineContext, SegmentPrompt } from '../perception/engine.js'
import type { TraceStep } from '../trace.js'
import { NO_PICTURES, type Pictures } from './album.js'
import { type Answer, createAnswer } from './answer.js'
import { type Draft, everythingIn, remark, segmentedInWords, type Understood } from './draft.js'
import { type Edit, edited } from './edit.js'
import { asRegions, type GivenRegion } from './given.js'
import { Keeper } from './keeper.js'
import type { Engines } from './look.js'
import { Memory } from './memory.js'
import { createMemoryStore } from './memory-store.js'
import { pictureMeant } from './other-picture.js'
import { pointedOut } from './pointed.js'
import { type Read, read, situationOf } from './read.js'
import { standing, why } from './recall.js'
import { referentsOf } from './referents.js'
import { Sight } from './sight.js'
import { type Findings, findingsOf, type State, type Turn, withFindings } from './state.js'
import type { ConversationStore } from './store.js'
import type { Timeline } from './timeline.js'
import * as steps from './timeline.js'
import { likeliest, readingsOf, understood } from './understand.js'
import { whyNot } from './why-not.js'
import { consult, createWorkbench } from './workbench.js'

/** Longer texts are refused: nobody points with an essay. */
const MAX_TEXT = 10_000

export interface RequestOptions {
  /** The picture to talk about from now on, or one that is being opened; without it, the current one. */
  image?: Image | Promise<Image> | undefined
  signal?: AbortSignal | undefined
  /** Told how far the work is, 0 to 1, and what is under way. */
  progress?: ((fraction: number, message: string) => void) | undefined
  /** Who asks: where requests wait for the engine, callers take turns. Without it, each conversation is one. */
  caller?: string | undefined
}

/** What a conversation stands on besides engines. */
export interface Ground {
  pictures: Pictures
  store: ConversationStore
}

/**
 * Talk about pictures: it knows the current one, what was found in each, and what was picked in each turn. Requests are
 * worked off one after the other, in the order in which they came, and kept in the store after each.
 */
export class Conversation {
  readonly id: string
  readonly #engines: Engines
  readonly #keeper: Keeper
  readonly #memory: Memory
  readonly #sight: Sight
  #last: Promise<unknown> = Promise.resolve()
  #waiting = 0

  constructor(
    id: string,
    engines: Engines,
    { pictures, store }: Ground = { pictures: NO_PICTURES, store: createMemoryStore() },
  ) {
    this.id = id
    this.#engines = engines
    this.#keeper = new Keeper(store, id)
    this.#memory = new Memory(pictures)
    this.#sight = new Sight(this.#memory, engines)
    this.refresh()
  }

  /** The current picture. */
  get image(): ImageInfo | undefined {
    return this.#memory.image
  }

  /** Every region known in the current picture; empty until something was asked. */
  get regions(): readonly Region[] {
    return this.#memory.regions
  }

  /** What was said so far, oldest first. */
  get turns(): readonly Turn[] {
    return this.#state.turns
  }

  /** What "it" and "them" stand for: the regions picked last in the current picture. */
  get selection(): readonly Region[] {
    return this.#memory.selection
  }

  /** The pictures of this conversation, in the order in which they were first shown. */
  get images(): readonly ImageInfo[] {
    return this.#memory.album
  }

  /** Whether a request is under way or waits. */
  get busy(): boolean {
    return this.#waiting > 0
  }

  /** What its pictures take of the memory, in bytes. */
  get pictureBytes(): number {
    return this.#sight.pictureBytes
  }

  /** Whether there is a step to take back. */
  get canUndo(): boolean {
    return this.#timeline.past.length > 0
  }

  /** Whether there is a step to bring back. */
  get canRedo(): boolean {
    return this.#timeline.future.length > 0
  }

  /** Takes up what another process has made of this conversation; every request begins with it. */
  refresh(): void {
    if (this.busy) return
    this.#takeUp()
  }

  /**
   * Makes `image` the current picture. With `given` regions these are its scene, under their own ids, and no grounder
   * runs on it. Throws `bad-input` if a mask has not the image's size or an id comes twice.
   */
  show(image: Image, given?: readonly GivenRegion[]): void {
    this.refresh()
    const regions = given && asRegions(image, given)
    this.#memory.show(image)
    if (regions) this.#timeline = steps.given(this.#timeline, image.id, regions)
    this.#keeper.keep(this.#memory.snapshot)
  }

  /** A region of any picture of this conversation. Throws `unknown-region`. */
  region(id: string): Region {
    return this.#memory.locate(id).region
  }

  /** The picture that a region belongs to. Throws `unknown-region`. */
  imageOf(id: string): ImageInfo {
    return this.#memory.locate(id).image
  }

  /** A picture of this conversation with its pixels. Throws `image-not-found` where its file is gone or has changed. */
  loadImage(
    id: string,
    { signal = new AbortController().signal }: Pick<RequestOptions, 'signal'> = {},
  ): Promise<Image> {
    return this.#memory.load(id, signal)
  }

  /** Understands a sentence in the light of what was said before, and picks the regions that it points at. */
  ask(text: string, options: RequestOptions = {}): Promise<Answer> {
    return this.#run(options, async (image, context) => {
      checkText(text)
      return this.#respond(text, await this.#read(text, image, context), image, context)
    })
  }

  /** Everything in the picture that has a name. */
  look(options: RequestOptions = {}): Promise<Answer> {
    return this.#run(options, async (image, context) => {
      return this.#select('', everythingIn(await this.#sight.sceneWith([THING], image, context)))
    })
  }

  /** Where `phrase` is, or everything, without making it a turn: what "it" means stays as it was. */
  ground(phrase: string | undefined, options: RequestOptions = {}): Promise<Answer> {
    return this.#run(options, async (image, context) => {
      if (phrase === undefined) return everythingIn(await this.#sight.sceneWith([THING], image, context))
      checkText(phrase)
      const said = await this.#read(phrase, image, context)
      const { program } = said.reading
      // Only what points at something: what else a phrase may say is for `ask`.
      if ('target' in program || said.route.by !== 'rules') return this.#pick(phrase, said, image, context)
      return understood(said.reading, await this.#sight.explored(image, context), this.#state)
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
      const pixels = await this.loadImage(image.id, context)
      const masks = await this.#engines.segmenter.segment(pixels, prompts, context)
      const regions = masks.map(({ mask, score }, i): Region => {
        const box = mask.isEmpty ? (prompts[i]?.box ?? mask.box) : mask.box
        return { id: this.#memory.newId(), label, score, box, mask, points: prompts[i]?.points }
      })
      const known = findingsOf(this.#state, image.id)
      const reasons = Object.fromEntries(regions.map(({ id }) => [id, 'from the box or points given']))
      return this.#select(
        '',
        { image, regions, answer: segmentedInWords(regions), reasons, noun: label },
        { ...known, regions: [...known.regions, ...regions] },
      )
    })
  }

  /** Changes one region's mask; it keeps its id, and `undo` brings the former mask back. */
  refine(regionId: string, edit: Edit, options: Omit<RequestOptions, 'image'> = {}): Promise<Answer> {
    return this.#run(options, async (_current, context) => {
      const { region, image } = this.#memory.locate(regionId)
      const find = (id: string) => {
        const other = this.#memory.locate(id)
        if (other.image === image) return other.region
        throw new UserInputError('bad-input', `${id} belongs to another picture than ${regionId}.`)
      }
      const pixels = () => this.loadImage(image.id, context)
      const { segmenter } = this.#engines
      const changed = await edited(region, edit, { pixels, segmenter, context, find })
      const known = findingsOf(this.#state, image.id)
      const replaced = (regions: readonly Region[]) => regions.map((one) => (one === region ? changed : one))
      const percent = Math.round((100 * changed.mask.area) / Math.max(1, region.mask.area))
      const answer = `${regionId} now covers ${changed.mask.area} pixels, ${percent}% of what it was.`
      return this.#select(
        '',
        { image, regions: [changed], answer, reasons: { [regionId]: `${edit.action} applied` } },
        { ...known, regions: replaced(known.regions), retired: replaced(known.retired) },
      )
    })
  }

  /** Queues `task` behind what is under way, on the picture that the options or the conversation name. */
  #run(
    { image, progress = () => {}, signal = new AbortController().signal, caller = this.id }: RequestOptions,
    task: (image: ImageInfo, context: EngineContext) => Promise<Draft>,
  ): Promise<Answer> {
    const work = async () => {
      const started = performance.now()
      throwIfAborted(signal)
      const wanted = await image
      this.#sight.begin()
      this.#takeUp()
      if (wanted) this.#memory.show(wanted)
      const current = this.image
      if (!current) {
        throw new UserInputError('no-image', 'There is no picture yet: open one, or name it in the request.')
      }
      const trace: TraceStep[] = []
      const draft = await task(current, { signal, progress, caller, trace: (step) => trace.push(step) })
      const answer = `${draft.answer}${excuses(trace)}${this.#keep()}`
      const elapsedMs = Math.round(performance.now() - started)
      const loadImage = () => this.loadImage(draft.image.id)
      return createAnswer({ ...signed(draft), conversationId: this.id, answer, elapsedMs, trace, loadImage })
    }
    this.#waiting++
    const result = this.#last.then(work, work)
    this.#last = result.catch(() => {}).finally(() => this.#waiting--)
    return result
  }

  get #state(): State {
    return this.#memory.state
  }

  get #timeline(): Timeline {
    return this.#memory.timeline
  }

  set #timeline(timeline: Timeline) {
    this.#memory.timeline = timeline
  }

  #takeUp(): void {
    const news = this.#keeper.news()
    if (news) this.#memory.take(news)
  }

  /** An answer that can't be kept is an answer all the same; what went wrong is said with it. */
  #keep(): string {
    try {
      this.#keeper.keep(this.#memory.snapshot)
      return ''
    } catch (error) {
      if (!(error instanceof DeixisError) || error instanceof UserInputError) throw error
      return ` (This turn is not saved. ${error.message})`
    }
  }

  /** What a sentence means. The picture is not looked at unless a model has to read it. */
  #read(text: string, image: ImageInfo, context: EngineContext): Promise<Read> {
    const situation = async () => {
      const { regions } = await this.#sight.explored(image, context)
      return situationOf(regions, this.#state)
    }
    return read(
      text,
      findingsOf(this.#state, image.id).regions,
      situation,
      this.#sight.enginesFor(image),
      context,
    )
  }

  async #respond(text: string, said: Read, image: ImageInfo, context: EngineContext): Promise<Draft> {
    const { program } = said.reading
    switch (program.intent) {
      case 'undo':
        return this.#moved(steps.undone(this.#timeline), image, 'Undone.', 'There is nothing to undo.')
      case 'redo':
        return this.#moved(steps.redone(this.#timeline), image, 'Redone.', 'There is nothing to redo.')
      case 'reset':
        return this.#select(text, { ...remark(image, 'Started over. The picture stays open.'), program })
      case 'clear':
        return this.#select(text, { ...remark(image, 'Nothing is selected now.'), program })
      case 'thanks':
        return remark(image, 'You are welcome.')
      case 'why':
        return program.not ? this.#whyNot(program.not, said.reading, image, context) : why(this.#state, image)
      case 'picture':
        return this.#turnTo(program, text, said, image, context)
      default:
        return this.#select(text, await this.#pick(text, said, image, context))
    }
  }

  /** What a sentence points at, picked by whom it was routed to; where a model fails, by the rules. */
  async #pick(
    text: string,
    { reading, route }: Read,
    image: ImageInfo,
    context: EngineContext,
  ): Promise<Understood> {
    const picked =
      route.by === 'finder'
        ? await this.#pointed(text, reading, image, context)
        : route.by === 'agent'
          ? await this.#consulted(text, image, context)
          : undefined
    if (picked) return picked
    const readings = readingsOf(reading, this.#state, image)
    const scene = await this.#sight.sceneFor(readings, image, context)
    return likeliest(readings, scene, this.#state)
  }

  /** What the finder says a whole sentence points at; `undefined` where it failed. */
  async #pointed(
    text: string,
    reading: Reading,
    image: ImageInfo,
    context: EngineContext,
  ): Promise<Understood | undefined> {
    const { image: pixels } = await this.#sight.explored(image, context)
    const regions = await this.#sight.pointedAt(withoutAsking(text), pixels, context)
    return regions && pointedOut(reading, regions, this.#sight.sceneOf(pixels), this.#engines.finder?.name)
  }

  /** What the agent makes of a question; `undefined` where it failed. */
  async #consulted(
    question: string,
    image: ImageInfo,
    context: EngineContext,
  ): Promise<Understood | undefined> {
    const { image: pixels } = await this.#sight.explored(image, context)
    const workbench = createWorkbench({
      scene: () => this.#sight.sceneOf(pixels),
      selected: () => this.selection,
      ground: (phrase, signal = context.signal) => this.#foundBy(phrase, pixels, { ...context, signal }),
    })
    return consult(this.#engines.agent, question, workbench, this.id, image, context)
  }

  /** What goes by a phrase, for an agent: new regions join the scene. */
  async #foundBy(phrase: string, image: Image, context: EngineContext): Promise<readonly Region[]> {
    const { finder } = this.#sight.enginesFor(image)
    const pointed = finder && (await this.#sight.pointedAt(phrase, image, context))
    if (pointed) return pointed
    const reading = parse(phrase)
    return understood(reading, await this.#sight.sceneFor([reading], image, context), this.#state).regions
  }

  /** Ends a turn: these regions are picked, and these are known of the picture. */
  #select(text: string, understood: Understood, findings?: Findings): Draft {
    const { image, regions, answer, reasons, noun, program } = understood
    const selection = regions.map(({ id }) => id)
    const current = { ...this.#state, imageId: image.id }
    this.#timeline = steps.answered(
      this.#timeline,
      findings ? withFindings(current, image.id, findings) : current,
      { text, imageId: image.id, selection, answer, reasons, noun, program },
    )
    return understood
  }

  /** What is selected where an undo or redo has led. */
  #moved(timeline: Timeline | undefined, left: ImageInfo, done: string, nothing: string): Draft {
    if (!timeline) return remark(left, nothing)
    this.#timeline = timeline
    return standing(this.#state, this.image ?? left, done)
  }

  /** Another picture of the conversation, and what is asked about it, if anything. */
  async #turnTo(
    { which, then }: Program & { intent: 'picture' },
    text: string,
    said: Read,
    current: ImageInfo,
    context: EngineContext,
  ): Promise<Draft> {
    const fitting = (id: string, target: Expression) =>
      thingsNamed(nounOf(target) ?? '', findingsOf(this.#state, id).regions)
    const id = pictureMeant(
      which,
      this.images.map((image) => image.id),
      this.#state,
      fitting,
    )
    const image = id === undefined ? undefined : this.#memory.picture(id)
    if (!image) {
      const names = this.images.map(({ name }) => `"${name}"`)
      return remark(current, `I know no such picture. In this conversation: ${names.join(', ')}.`)
    }
    if (image.id !== this.#state.imageId) {
      this.#timeline = steps.advanced(this.#timeline, { ...this.#state, imageId: image.id })
    }
    if (then)
      return this.#respond(text, { ...said, reading: { ...said.reading, program: then } }, image, context)
    return standing(this.#state, image, `Now "${image.name}".`)
  }

  /** What keeps things from being in the last answer. */
  async #whyNot(not: Expression, reading: Reading, image: ImageInfo, context: EngineContext): Promise<Draft> {
    const last = this.#state.turns.findLast((turn) => turn.imageId === image.id && turn.program)
    const asked = last?.program
    if (!last || !asked || !('target' in asked)) return why(this.#state, image)
    const find: Reading = { ...reading, program: { intent: 'find', target: not } }
    const scene = await this.#sight.sceneFor([find], image, context)
    const meant = understood(find, scene, this.#state)
    if (meant.regions.length === 0) return meant
    // As it was when the question was put.
    const before = { ...this.#state, turns: this.#state.turns.slice(0, this.#state.turns.indexOf(last)) }
    const referents = referentsOf(before, image.id)
    const said = meant.regions.map((region) => {
      const because = last.selection.includes(region.id)
        ? `picked: ${last.reasons[region.id]}`
        : whyNot(asked.target, region, scene, referents)
      return `${region.id} (${meant.reasons[region.id]}): ${because}.`
    })
    return { image, regions: meant.regions, answer: said.join(' '), reasons: meant.reasons }
  }
}

/** Who failed and was stood in for: an answer owns to it. */
function excuses(trace: readonly TraceStep[]): string {
  const failures = trace.filter(({ kind }) => kind === 'fallback')
  // A model may serve in several places: its first failure says what there is to say.
  const first = failures.filter((step, i) => failures.findIndex(({ model }) => model === step.model) === i)
  return first.map(({ detail }) => ` (${detail})`).join('')
}

/** What of a draft the answer shows: where a picture came from is nobody's business. */
function signed({ image: { id, width, height, name }, regions, reasons }: Draft) {
  return { image: { id, width, height, name }, regions, reasons }
}

function checkText(text: string): void {
  if (text.trim() === '') {
    throw new UserInputError('bad-input', 'Say what to look for, for example "the red car".')
  }
  if (text.length > MAX_TEXT) {
    throw new UserInputError('bad-input', `The text is too long: ${MAX_TEXT} characters is the limit.`)
  }
}
