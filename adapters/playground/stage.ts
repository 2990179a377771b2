import type { Box, Point, Size } from '../../src/geometry.js'
import { boxBetween } from './box-between.js'
import { element } from './element.js'
import { paint, type Scene } from './paint.js'
import { followPointer } from './pointing.js'
import { followKeys } from './pointing-keys.js'
import { inWords, percent, type Shape, shapeAt } from './shape.js'

/** What a click on the photo means. */
export type Mode = 'add' | 'remove' | 'box'

export interface StageEvents {
  /** @param positive whether the point belongs to what is meant */
  point(at: Point, positive: boolean): void
  box(box: Box): void
  hover(id: string | undefined): void
}

type View = Pick<Scene, 'shapes' | 'quiet' | 'active' | 'hovered'>

export interface Stage {
  readonly element: HTMLElement
  mode: Mode
  /**
   * @param size of the picture, which may be larger than what is shown of it
   * @param name is told to those who don't see it
   */
  showPhoto(photo: ImageBitmap, size: Size, name: string): void
  show(view: View): void
}

/** The photo, what lies over it, and what is pointed at on it by mouse, finger or keys. */
export function createStage(events: StageEvents): Stage {
  const photoCanvas = element('canvas', { class: 'photo', 'aria-hidden': 'true' })
  const overlay = element('canvas', { class: 'overlay', 'aria-hidden': 'true' })
  const tip = element('div', { class: 'tip', 'aria-hidden': 'true', hidden: true })
  const spoken = element('div', { class: 'unseen', 'aria-live': 'polite' })
  const frame = element(
    'div',
    { class: 'frame', tabindex: '0', role: 'application' },
    ...[photoCanvas, overlay, tip, spoken],
  )
  const well = element('div', { class: 'well' }, frame)

  let mode: Mode = 'add'
  let photo: ImageBitmap | undefined
  let size: Size = { width: 1, height: 1 }
  let view: View = { shapes: [], quiet: false, active: undefined, hovered: undefined }
  let box: Box | undefined
  let reticle: Point | undefined
  let waiting = false

  new ResizeObserver(() => {
    drawPhoto()
    draw()
  }).observe(frame)

  const toImage = ({ x, y }: Point): Point => {
    const { left, top, width, height } = frame.getBoundingClientRect()
    return {
      x: clamp(((x - left) / width) * size.width, size.width),
      y: clamp(((y - top) / height) * size.height, size.height),
    }
  }

  followPointer(frame, {
    mode: () => mode,
    toImage,
    point: events.point,
    box: events.box,
    drawing(drawn) {
      box = drawn
      tip.hidden = true
      draw()
    },
    over(at, client) {
      const shape = at && shapeAt(view.shapes, at)
      if (shape?.id !== view.hovered) events.hover(shape?.id)
      tell(shape, client)
    },
  })
  followKeys(frame, {
    size: () => size,
    mode: () => mode,
    point: events.point,
    box: events.box,
    moved(at, from) {
      reticle = at
      box = from && at && boxBetween(from, at)
      const shape = at && shapeAt(view.shapes, at)
      if (shape?.id !== view.hovered) events.hover(shape?.id)
      spoken.textContent = at ? `${inParts(at)}. ${shape ? inWords(shape) : ''}` : ''
      draw()
    },
  })

  function inParts({ x, y }: Point): string {
    return `${percent(x / size.width)} across, ${percent(y / size.height)} down`
  }

  function tell(shape: Shape | undefined, client: Point): void {
    tip.hidden = shape === undefined
    if (!shape) return
    const name = element('strong', {}, `${shape.number} ${shape.label}`)
    tip.replaceChildren(name, ` ${percent(shape.score)}`)
    if (shape.reason) tip.append(element('span', {}, shape.reason))
    const { left, top, width } = frame.getBoundingClientRect()
    const x = client.x - left
    tip.style.left = `${Math.max(0, Math.min(x + 14, width - tip.offsetWidth))}px`
    tip.style.top = `${client.y - top + 18}px`
  }

  function drawPhoto(): void {
    if (!photo) return
    for (const canvas of [photoCanvas, overlay]) {
      canvas.width = Math.max(1, Math.round(frame.clientWidth * devicePixelRatio))
      canvas.height = Math.max(1, Math.round(frame.clientHeight * devicePixelRatio))
    }
    const context = photoCanvas.getContext('2d')
    if (!context) return
    context.imageSmoothingQuality = 'high'
    context.drawImage(photo, 0, 0, photoCanvas.width, photoCanvas.height)
  }

  /** At the next frame: many things may change before it. */
  function draw(): void {
    if (waiting) return
    waiting = true
    requestAnimationFrame(() => {
      waiting = false
      const context = overlay.getContext('2d')
      if (!photo || !context) return
      paint(context, overlay, overlay.width / size.width, devicePixelRatio, { ...view, box, reticle })
    })
  }

  return {
    element: well,
    get mode() {
      return mode
    },
    set mode(chosen) {
      mode = chosen
      frame.dataset.mode = chosen
    },
    showPhoto(shown, itsSize, name) {
      photo?.close()
      photo = shown
      size = itsSize
      reticle = undefined
      const { width, height } = size
      well.style.setProperty('--ratio', String(width / height))
      frame.setAttribute(
        'aria-label',
        `Photo ${name}, ${width} by ${height} pixels. Arrow keys move a pointer, Enter marks what is under it, Shift Enter marks what does not belong, B begins and ends a box.`,
      )
      drawPhoto()
      draw()
    },
    show(shown) {
      if (!shown.shapes.some(({ id }) => id === shown.hovered)) tip.hidden = true
      view = shown
      draw()
    },
  }
}

function clamp(value: number, high: number): number {
  return Math.max(0, Math.min(value, high - 0.01))
}
