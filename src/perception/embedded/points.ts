import type { Box, LabelledPoint } from '../../geometry.js'

/** How far a corrected point lies beyond the decision, in logits. */
const MARGIN = 1

/** Reach of a correction (its standard deviation), as a share of the crop's side. */
const REACH = 0.06

/**
 * Bends logits so that the mask holds the positive points and not the negative ones; returns how many points
 * they contradicted before. A separate piece under a negative point goes as a whole; otherwise the logits
 * round the point change, less with distance.
 *
 * The decoder saw the points among its hints and mostly agrees with them: this is the guarantee.
 *
 * @param logits float32 [side, side] over `rectangle`, changed in place
 */
export function obeyPoints(
  logits: Float32Array,
  side: number,
  rectangle: Box,
  points: readonly LabelledPoint[],
): number {
  const cellOf = ({ x, y }: LabelledPoint): number => {
    const column = Math.floor(((x - rectangle.x) / rectangle.width) * side)
    const row = Math.floor(((y - rectangle.y) / rectangle.height) * side)
    return column < 0 || row < 0 || column >= side || row >= side ? -1 : row * side + column
  }
  const placed = points.map((point) => ({ cell: cellOf(point), positive: point.positive }))
  const wrong = placed.filter(({ cell, positive }) => (cell >= 0 && logits[cell]! > 0) !== positive)
  const wanted = placed.filter(({ positive }) => positive).map(({ cell }) => cell)
  for (const { cell, positive } of wrong) {
    if (cell < 0) continue
    if (!positive && dropPiece(logits, side, cell, wanted)) continue
    bend(logits, side, cell, positive ? 1 : -1)
  }
  return wrong.length
}

/** Removes the connected piece of the mask under `cell` if it is the smaller part and holds no wanted cell. */
function dropPiece(logits: Float32Array, side: number, cell: number, wanted: readonly number[]): boolean {
  const piece = new Set([cell])
  for (const current of piece) {
    const column = current % side
    const neighbours = [current - side, current + side]
    if (column > 0) neighbours.push(current - 1)
    if (column < side - 1) neighbours.push(current + 1)
    for (const next of neighbours) if (logits[next]! > 0) piece.add(next)
  }
  const whole = logits.reduce((count, logit) => count + (logit > 0 ? 1 : 0), 0)
  if (piece.size * 2 > whole || wanted.some((other) => piece.has(other))) return false
  for (const member of piece) logits[member] = -logits[member]!
  return true
}

/** Moves the logits round `cell` towards `sign`, at the cell itself just beyond the decision. */
function bend(logits: Float32Array, side: number, cell: number, sign: 1 | -1): void {
  const push = MARGIN - sign * logits[cell]!
  if (push <= 0) return // an earlier correction sufficed
  const row = Math.floor(cell / side)
  const column = cell % side
  const spread = 2 * (REACH * side) ** 2
  for (let i = 0; i < logits.length; i++) {
    const distance = (Math.floor(i / side) - row) ** 2 + ((i % side) - column) ** 2
    logits[i]! += sign * push * Math.exp(-distance / spread)
  }
}
