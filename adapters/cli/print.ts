import type { Answer, Region } from '../../src/index.js'
import { traceInWords } from '../../src/trace.js'

/** An answer as JSON: the form that `batch` promises, and that `--json` shares. */
export function toJson(
  answer: Answer,
  { masks = true, explain = false }: { masks?: boolean; explain?: boolean } = {},
) {
  return {
    regions: answer.regions.map((region) => regionJson(region, masks)),
    answer: answer.answer,
    reasons: answer.reasons,
    elapsed_ms: Math.round(answer.elapsedMs),
    ...(explain && { trace: traceInWords(answer.trace) }),
  }
}

function regionJson({ id, label, score, box, mask }: Region, masks: boolean) {
  return { id, label, score: Number(score.toFixed(4)), box, ...(masks && { mask: mask.toRle() }) }
}

/** An answer for people: a sentence, then one line a region; with `explain`, how it came about. */
export function toLines(answer: Answer, { explain = false }: { explain?: boolean } = {}): string[] {
  const { image, regions, reasons } = answer
  const rows = regions.map(({ id, label, score, box, mask }) => [
    id,
    label,
    score.toFixed(2),
    `x ${Math.round(box.x)}, y ${Math.round(box.y)}`,
    `${Math.round(box.width)}×${Math.round(box.height)} px`,
    `${((100 * mask.area) / (image.width * image.height)).toFixed(1)}%`,
    reasons[id] ?? '',
  ])
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]!.length))) ?? []
  return [
    answer.answer,
    ...rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ')}`.trimEnd()),
    ...(explain ? traceInWords(answer.trace).map((line) => `· ${line}`) : []),
  ]
}
