import type { Box, Point } from '../../src/geometry.js'
import { boxBetween } from './box-between.js'
import type { Mode } from './stage.js'

/** Less is a click by an unsteady hand. In pixels of CSS. */
const DRAG = 6
/** What the server takes as the least side of a box, in pixels of the image. */
const MIN_SIDE = 1

interface Pointing {
  mode(): Mode
  /** From pixels of the window to those of the image. */
  toImage(client: Point): Point
  point(at: Point, positive: boolean): void
  box(box: Box): void
  /** Told of a box while it is drawn, and of its end. */
  drawing(box: Box | undefined): void
  over(at: Point | undefined, client: Point): void
}

/**
 * A click is a point, with Shift one that does not belong; dragging draws a box. A finger draws boxes in the mode for
 * them alone, since elsewhere it moves the page.
 */
export function followPointer(frame: HTMLElement, pointing: Pointing): void {
  /** Where the button went down, in pixels of the window. */
  let from: Point | undefined

  const clientOf = ({ clientX: x, clientY: y }: PointerEvent): Point => ({ x, y })

  /** The box that was drawn so far; `undefined` for what is still a click. */
  function drawn(start: Point, event: PointerEvent): Box | undefined {
    const end = clientOf(event)
    const draws = event.pointerType !== 'touch' || pointing.mode() === 'box'
    if (!draws || Math.hypot(end.x - start.x, end.y - start.y) <= DRAG) return undefined
    return boxBetween(pointing.toImage(start), pointing.toImage(end))
  }

  function end(): void {
    from = undefined
    pointing.drawing(undefined)
  }

  frame.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return
    from = clientOf(event)
    frame.setPointerCapture(event.pointerId)
  })
  frame.addEventListener('pointermove', (event) => {
    const client = clientOf(event)
    if (from) pointing.drawing(drawn(from, event))
    else pointing.over(pointing.toImage(client), client)
  })
  frame.addEventListener('pointerup', (event) => {
    const start = from
    if (!start) return
    const box = drawn(start, event)
    end()
    if (box) {
      if (box.width >= MIN_SIDE && box.height >= MIN_SIDE) pointing.box(box)
    } else if (pointing.mode() !== 'box') {
      pointing.point(pointing.toImage(start), pointing.mode() === 'add' && !event.shiftKey)
    }
  })
  frame.addEventListener('pointercancel', end)
  frame.addEventListener('pointerleave', (event) => pointing.over(undefined, clientOf(event)))
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !from) return
    event.preventDefault()
    end()
  })
}
