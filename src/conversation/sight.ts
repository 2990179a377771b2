import type { Image, ImageInfo } from '../image/image.js'
import { THING } from '../language/lexicon/nouns.js'
import { nounsOf, partsOf } from '../language/nouns-of.js'
import type { Reading } from '../language/query.js'
import type { Region } from '../mask/region.js'
import type { EngineContext } from '../perception/engine.js'
import type { Part } from '../scene/body.js'
import { Scene } from '../scene/scene.js'
import { pointAt } from './find.js'
import type { Engines, Look } from './look.js'
import type { Memory } from './memory.js'
import { explore, seek, seekWorn } from './perceive.js'
import { type Findings, findingsOf } from './state.js'
import type { Sighting } from './timeline.js'
import * as steps from './timeline.js'

/** What a conversation sees of its pictures. What was seen once is in its memory. */
export class Sight {
  readonly #memory: Memory
  readonly #engines: Engines
  /** The scene that was asked about last: what was worked out about it is of use again. */
  #scene: { of: Findings; scene: Scene } | undefined
  /** Who failed in the request under way: nobody is waited for twice. */
  readonly #failed: Look['failed'] = new Set()

  constructor(memory: Memory, engines: Engines) {
    this.#memory = memory
    this.#engines = engines
  }

  /** What the pictures of the conversation take, in bytes: files, and pixels that it keeps from being freed. */
  get pictureBytes(): number {
    const image = this.#scene?.scene.image
    const shown = image && !this.#memory.holds(image.id) ? image.pixels.length : 0
    return this.#memory.pictureBytes + shown
  }

  /** A new request: whoever failed in the last one gets another chance. */
  begin(): void {
    this.#failed.clear()
  }

  /** Who may be asked about a picture. Nobody looks for more in one whose regions were given. */
  enginesFor(image: ImageInfo): Engines {
    const { given } = findingsOf(this.#memory.state, image.id)
    return given ? { ...this.#engines, finder: undefined } : this.#engines
  }

  /** The scene of what is seen at a glance; looked at when first needed, known from then on. */
  async explored(image: ImageInfo, context: EngineContext): Promise<Scene> {
    const pixels = await this.#memory.load(image.id, context.signal)
    if (!findingsOf(this.#memory.state, image.id).explored) {
      this.#see(image, await explore(pixels, this.#look(context)))
    }
    return this.sceneOf(pixels)
  }

  /** The scene for a sentence: what it names is looked for once more where it did not strike the eye. */
  sceneFor(readings: readonly Reading[], image: ImageInfo, context: EngineContext): Promise<Scene> {
    const nouns = readings.flatMap(({ program }) => {
      if (program.intent === 'look') return [THING]
      return 'target' in program ? nounsOf(program.target) : []
    })
    const parts = readings.flatMap(({ program }) => ('target' in program ? partsOf(program.target) : []))
    return this.sceneWith(nouns, image, context, parts)
  }

  /** The scene with all that goes by these nouns, and with what is worn on these parts of people. */
  async sceneWith(
    nouns: readonly string[],
    image: ImageInfo,
    context: EngineContext,
    parts: readonly Part[] = [],
  ): Promise<Scene> {
    const scene = await this.explored(image, context)
    const known = () => findingsOf(this.#memory.state, image.id)
    if (known().given) return scene
    this.#see(image, await seek(nouns, scene.image, known(), this.#look(context)))
    if (parts.length > 0) this.#see(image, await seekWorn(parts, scene.image, known(), this.#look(context)))
    return this.sceneOf(scene.image)
  }

  /** The regions that a finder points at for a phrase; `undefined` where there is none, or it failed. */
  async pointedAt(phrase: string, image: Image, context: EngineContext): Promise<Region[] | undefined> {
    const pointed = await pointAt(phrase, image, this.sceneOf(image).regions, this.#look(context))
    if (pointed) this.#see(image, { regions: pointed.fresh })
    return pointed?.regions
  }

  /** The scene of what is known of a picture by now. */
  sceneOf(image: Image): Scene {
    const of = findingsOf(this.#memory.state, image.id)
    if (this.#scene?.of !== of) this.#scene = { of, scene: new Scene(image, of.regions, of) }
    return this.#scene.scene
  }

  #see(image: ImageInfo, sighting: Sighting): void {
    const { regions, rejected = [], renamed = [], sought = [] } = sighting
    const isNews = regions.length + rejected.length + renamed.length + sought.length > 0
    // What is known stays the same object where nothing was learnt: scenes and rows are kept by it.
    if (!isNews && findingsOf(this.#memory.state, image.id).explored) return
    this.#memory.timeline = steps.seen(this.#memory.timeline, image.id, sighting)
  }

  #look(context: EngineContext): Look {
    const newId = () => this.#memory.newId()
    return { engines: this.#engines, context, failed: this.#failed, newId }
  }
}
