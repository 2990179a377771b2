import type { Box, Point, Size } from '../../src/geometry.js'
import { boxBetween } from './box-between.js'
import type { Mode } from './stage.js'

/** Of the picture's sides: an arrow key alone, and with Alt. */
const STEP = 0.025
const FINE_STEP = 0.0025

const MOVES: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
}

interface Pointing {
  /** Of the image. */
  size(): Size
  mode(): Mode
  point(at: Point, positive: boolean): void
  box(box: Box): void
  /** Where the pointer is now; and the corner of a box that was begun. */
  moved(at: Point | undefined, from: Point | undefined): void
}

/** Pointing without a mouse, while the photo has the focus. */
export function followKeys(frame: HTMLElement, pointing: Pointing): void {
  let at: Point | undefined
  let from: Point | undefined

  frame.addEventListener('keydown', (event) => {
    const move = MOVES[event.key]
    if (move) moveBy(move, event.altKey ? FINE_STEP : STEP)
    else if (event.key === 'Enter' || event.key === ' ') mark(event.shiftKey)
    else if (event.key === 'b') corner()
    else if (event.key === 'Escape' && from) tell(undefined)
    else return
    event.preventDefault()
  })
  frame.addEventListener('blur', () => {
    at = undefined
    tell(undefined)
  })

  function tell(corner: Point | undefined): void {
    from = corner
    pointing.moved(at, from)
  }

  function moveBy({ x, y }: Point, step: number): void {
    const { width, height } = pointing.size()
    const start = at ?? { x: width / 2, y: height / 2 }
    at = {
      x: Math.max(0, Math.min(start.x + x * step * width, width - 1)),
      y: Math.max(0, Math.min(start.y + y * step * height, height - 1)),
    }
    tell(from)
  }

  /** The first key shows the pointer in the middle. */
  function mark(other: boolean): void {
    if (!at) moveBy({ x: 0, y: 0 }, 0)
    else if (from || pointing.mode() === 'box') corner()
    else pointing.point(at, pointing.mode() === 'add' && !other)
  }

  function corner(): void {
    if (!at) moveBy({ x: 0, y: 0 }, 0)
    const start = from
    tell(start ? undefined : at)
    if (!start || !at) return
    const box = boxBetween(start, at)
    if (box.width >= 1 && box.height >= 1) pointing.box(box)
  }
}
