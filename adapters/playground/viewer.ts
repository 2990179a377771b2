import type { Box, LabelledPoint, Point, Size } from '../../src/geometry.js'
import type { Format } from '../../tools/formats.js'
import type { AnswerData } from '../../tools/report.js'
import { createComposer } from './composer.js'
import { element } from './element.js'
import { icon } from './icons.js'
import { createJobs, STOPPED } from './jobs.js'
import { layOut } from './layout.js'
import type { CallOptions, Link } from './link.js'
import { createModes } from './modes.js'
import { createPicker, takeDropped } from './picking.js'
import { createRegions } from './regions.js'
import { createSaveMenu } from './save-menu.js'
import { isPassing, isUndoing } from './sayings.js'
import { type Shape, shapeAt, shapesOf } from './shape.js'
import { listenForShortcuts } from './shortcuts.js'
import { createStage } from './stage.js'
import { createTalk, type Turn } from './talk.js'
import { NOTHING, restored, type View, withChanged } from './view.js'

/** An answer that somebody else has asked for, to be shown. */
export interface Given {
  /** In words, where there were any. */
  readonly asked: string | undefined
  readonly data: AnswerData
  readonly photo: Blob
}

export interface Viewer {
  /** Shows what was found elsewhere in the conversation. */
  show(given: Given): Promise<void>
}

interface Parts {
  readonly root: HTMLElement
  readonly link: Link
  /** Stand at the end of the bar. */
  readonly extras?: readonly HTMLElement[]
  /** Told of every answer to what the person did here. */
  onAnswer?(data: AnswerData): void
}

/** As a conversation may be called. (`randomUUID` is there on https and localhost alone.) */
function freshId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8))
  return `p-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

/** A photo, what is said about it, and what is pointed at on it. */
export function createViewer({ root, link, extras = [], onAnswer = () => {} }: Parts): Viewer {
  let conversation: string | undefined
  let view: View = NOTHING
  /** What was shown before each step that can be undone. */
  let past: View[] = []
  let hovered: string | undefined
  /** The conversation about the photo that was chosen last, which may not be shown yet. */
  let opening: string | undefined

  const stage = createStage({ point, box, hover })
  const modes = createModes((mode) => {
    stage.mode = mode
  })
  const regions = createRegions({ select, hover })
  const talk = createTalk({ choose, hover })
  const jobs = createJobs((busy) => {
    composer.busy = busy
  })
  const composer = createComposer({ ask, stop: jobs.stop })
  const saving = createSaveMenu(save)
  const undoing = element(
    'button',
    { type: 'button', 'aria-label': 'Undo', title: 'Undo (U)', disabled: true },
    ...[icon('undo'), element('span', {}, 'Undo')],
  )
  undoing.addEventListener('click', undo)
  const name = element('span', { class: 'name' })
  layOut(root, {
    ...{ name, stage: stage.element, modes, regions: regions.element },
    ...{ talk: talk.element, composer: composer.element },
    actions: [createPicker('New photo', {}, open), undoing, ...saving.elements, ...extras],
    picker: createPicker('Choose a photo', { class: 'primary' }, open),
  })
  takeDropped(root, open)
  listenForShortcuts({
    undo,
    type: composer.focus,
    release() {
      const { active } = view
      if (active !== undefined) select(active)
      return active !== undefined
    },
    choose(number) {
      const shape = view.shapes.find((each) => each.number === number)
      if (shape) select(shape.id)
      return shape !== undefined
    },
  })

  function show(next: View): void {
    view = next
    hovered = undefined
    stage.show({ ...view, hovered })
    regions.show(view.shapes, view.active)
    undoing.disabled = past.length === 0
    const [first, ...others] = subjects()
    saving.offer(first && (others.length === 0 ? first.id : `${others.length + 1} regions`))
  }

  function hover(id: string | undefined): void {
    hovered = id
    stage.show({ ...view, hovered })
    regions.light(hovered)
  }

  /** Chosen again, a region is let go of. */
  function select(id: string): void {
    show({ ...view, active: view.active === id ? undefined : id })
  }

  function choose(id: string, shapes: readonly Shape[]): void {
    show({ shapes, quiet: false, active: id })
  }

  /** What there is to save: the region that is chosen, or else all. */
  function subjects(): readonly Shape[] {
    const shapes = view.shapes.filter(({ mask }) => !mask.isEmpty)
    const active = shapes.filter(({ id }) => id === view.active)
    return active.length > 0 ? active : shapes
  }

  /** Does a job and returns its outcome; where there is none, the turn says why. */
  async function attempt<T>(turn: Turn, job: (options: CallOptions) => Promise<T>): Promise<T | undefined> {
    try {
      return await jobs.add((signal) => job({ signal, progress: turn.progress }))
    } catch (error) {
      if (error === STOPPED) turn.remark('Stopped.', 'note')
      else turn.remark(error instanceof Error ? error.message : String(error), 'error')
      return undefined
    }
  }

  function answerOf(tool: string, args: Record<string, unknown>) {
    return (options: CallOptions): Promise<AnswerData> =>
      link.call(tool, { ...args, masks: true, conversation_id: conversation }, options)
  }

  /** A request about the photo, and what is shown once it is answered. */
  async function step(
    turn: Turn,
    request: (options: CallOptions) => Promise<AnswerData>,
    next: (shapes: readonly Shape[]) => View,
  ): Promise<void> {
    const data = await attempt(turn, request)
    if (!data || data.conversation_id !== conversation) return
    const shapes = shapesOf(data)
    turn.answer(data.answer, shapes)
    show(next(shapes))
    onAnswer(data)
  }

  /** The same, for what can be undone. */
  function stepOn(
    turn: Turn,
    request: (options: CallOptions) => Promise<AnswerData>,
    next: (shapes: readonly Shape[]) => View,
  ): void {
    void step(turn, request, (shapes) => {
      past.push(view)
      return next(shapes)
    })
  }

  function begin(id: string, photo: ImageBitmap, size: Size, title: string): void {
    conversation = id
    past = []
    stage.showPhoto(photo, size, title)
    name.textContent = title
    root.classList.remove('empty', 'photoless')
    show(NOTHING)
  }

  async function open(file: File): Promise<void> {
    jobs.stop()
    talk.clear()
    const id = freshId()
    opening = id
    const local = await createImageBitmap(file).catch(() => undefined)
    if (opening !== id) return
    if (local) begin(id, local, local, file.name)
    root.classList.remove('empty')
    const turn = talk.begin(undefined)
    const data = await attempt(turn, async (options) => {
      options.progress(0, 'uploading')
      const { image_id, width, height } = await link.upload(file, options)
      // What this browser can't open, or turns otherwise than the server, is shown as the server has it.
      if (local?.width !== width || local.height !== height) {
        begin(id, await createImageBitmap(await link.picture(image_id)), { width, height }, file.name)
      }
      return answerOf('segment', { image: image_id, everything: true })(options)
    })
    // Nothing that could be shown: there is still one to choose.
    root.classList.toggle('photoless', conversation === undefined)
    if (!data || data.conversation_id !== conversation) return
    const shapes = shapesOf(data)
    turn.answer(data.answer, shapes)
    show({ ...NOTHING, shapes, quiet: true })
    // On a phone its keyboard would come up over the photo.
    if (matchMedia('(hover: hover)').matches) composer.focus()
    onAnswer(data)
  }

  function ask(text: string): void {
    const request = answerOf('reason', { question: text })
    if (isUndoing(text)) undo()
    else if (isPassing(text))
      void step(talk.begin(text), request, (shapes) => (shapes.length > 0 ? { ...NOTHING, shapes } : view))
    else stepOn(talk.begin(text), request, (shapes) => ({ ...NOTHING, shapes }))
  }

  /** On a region that is not chosen a click chooses it; anywhere else it corrects the chosen one, or finds a new one. */
  function point(at: Point, positive: boolean): void {
    if (conversation === undefined) return
    const hit = shapeAt(view.shapes, at)
    const active = view.shapes.find(({ id }) => id === view.active)
    const place = { x: Math.round(at.x), y: Math.round(at.y), positive }
    if (positive && hit && hit !== active) select(hit.id)
    else if (active ?? hit) correct((active ?? hit)!.id, place)
    else if (positive) {
      const request = answerOf('segment', { points: [place] })
      stepOn(talk.begin('Pointed at a spot', true), request, (shapes) => withChanged(view, shapes, [place]))
    } else {
      talk.begin('Pointed away', true).remark('Choose a region first: from which is it to be taken?', 'note')
    }
  }

  function correct(region: string, place: LabelledPoint): void {
    const done = place.positive ? `Added a spot to ${region}` : `Took a spot from ${region}`
    const request = answerOf('refine', { region, action: 'points', points: [place] })
    stepOn(talk.begin(done, true), request, (shapes) => {
      const points = view.shapes.find(({ id }) => id === region)?.points ?? []
      return withChanged(view, shapes, [...points, place])
    })
  }

  function box({ x, y, width, height }: Box): void {
    if (conversation === undefined) return
    const drawn = { x: Math.round(x), y: Math.round(y), width: Math.ceil(width), height: Math.ceil(height) }
    const request = answerOf('segment', { boxes: [drawn] })
    stepOn(talk.begin('Drew a box', true), request, (shapes) => withChanged(view, shapes, []))
  }

  function undo(): void {
    if (past.length === 0) return
    const request = answerOf('reason', { question: 'undo' })
    void step(talk.begin('Undo', true), request, (shapes) => restored(past.pop() ?? NOTHING, shapes))
  }

  async function save(format: Format): Promise<void> {
    const ids = subjects().map(({ id }) => id)
    const turn = talk.begin(`Save ${ids.join(', ')} as ${format}`, true)
    const said = await attempt(turn, async (options) => {
      const args = { regions: ids, format, conversation_id: conversation }
      const { answer, saved } = await link.call<{ answer: string; saved: string }>('export', args, options)
      return [answer, await link.deliver(saved)].join(' ').trim()
    })
    if (said !== undefined) turn.answer(said, view.shapes)
  }

  return {
    async show({ asked, data, photo }) {
      talk.clear()
      begin(data.conversation_id, await createImageBitmap(photo), data, '')
      const shapes = shapesOf(data)
      talk.begin(asked).answer(data.answer, shapes)
      show({ ...NOTHING, shapes })
    },
  }
}
