import type { AnswerData } from './report.js'

/** Any tool's data: those that pick no regions have fewer fields. */
export type Report = Pick<AnswerData, 'answer' | 'image_id' | 'width' | 'height'> & Partial<AnswerData>

const MAX_LINES = 60

/** The same facts as the data, for readers that show text alone. */
export function toText(report: Report): string {
  const regions = report.regions ?? []
  const lines = regions.slice(0, MAX_LINES).map(({ id, label, score, box, area }) => {
    const reason = report.reasons?.[id]
    const where = `x ${box.x}, y ${box.y}, ${box.width}×${box.height} px`
    return `- ${id} ${label} (score ${score.toFixed(2)}): ${where}, ${percent(area)} of the picture${reason ? `. Why: ${reason}` : ''}`
  })
  if (regions.length > MAX_LINES)
    lines.push(`- and ${regions.length - MAX_LINES} more, in the structured result`)
  const conversation =
    report.conversation_id === undefined ? '' : `, conversation "${report.conversation_id}"`
  return [
    report.answer,
    ...lines,
    `Picture: image_id ${report.image_id}, ${report.width}×${report.height} px${conversation}.`,
    ...(report.saved === undefined ? [] : [`Saved: ${report.saved}`]),
    ...(report.trace ?? []).map((step) => `· ${step}`),
  ].join('\n')
}

function percent(fraction: number): string {
  const value = fraction * 100
  return `${value < 10 ? value.toFixed(1) : value.toFixed(0)}%`
}
