import type { LabelledPoint } from '../../src/geometry.js'
import type { Shape } from './shape.js'

/** What is shown on a photo. */
export interface View {
  readonly shapes: readonly Shape[]
  /** Numbers alone: what is there, before anything was asked. */
  readonly quiet: boolean
  /** The region that clicks correct. */
  readonly active: string | undefined
}

export const NOTHING: View = { shapes: [], quiet: false, active: undefined }

/** `changed` among what was shown before, the first of them chosen. */
export function withChanged(view: View, changed: readonly Shape[], points: readonly LabelledPoint[]): View {
  const marked = changed.map((shape) => ({ ...shape, points }))
  const ids = new Set(marked.map(({ id }) => id))
  const others = view.quiet ? [] : view.shapes.filter(({ id }) => !ids.has(id))
  const shapes = [...others, ...marked].sort((a, b) => Number(a.number) - Number(b.number))
  return { shapes, quiet: false, active: marked[0]?.id }
}

/** What was shown before a step, with what undoing it says of some of it. */
export function restored(before: View, said: readonly Shape[]): View {
  const news = new Map(said.map((shape) => [shape.id, shape]))
  if (!said.every(({ id }) => before.shapes.some((shape) => shape.id === id))) {
    return { ...NOTHING, shapes: said }
  }
  // The points that a region was made with are known here alone.
  const shapes = before.shapes.map((shape) => {
    const now = news.get(shape.id)
    return now ? { ...now, points: shape.points } : shape
  })
  return { ...before, shapes }
}
