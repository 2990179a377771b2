import { createEngines } from '../../src/engines.js'
import { readDataset } from '../../src/evaluation/dataset.js'
import {
  type AnsweredTurn,
  answerQuestions,
  type ExpressionFigures,
  type ExpressionOptions,
  expressionFigures,
  isExact,
} from '../../src/evaluation/expressions.js'
import { readQuestions } from '../../src/evaluation/questions.js'
import { iouOf } from '../../src/mask/metrics.js'
import type { ModelFlags } from '../config/models.js'
import { modelConfig } from '../config.js'
import { saveJson, tableOf } from './eval-report.js'
import { keepInput, withFollow, write } from './session.js'

export interface ExpressionFlags extends ModelFlags {
  dataset: string
  trueRegions?: boolean
  misses?: true
  json?: string
}

/** `deixis eval expressions`. */
export async function evalExpressions(file: string, flags: ExpressionFlags): Promise<void> {
  const { dataset: folder, trueRegions = false, misses, json } = flags
  if (json !== undefined) keepInput(file, json)
  const questions = await readQuestions(file)
  const dataset = await readDataset(folder)
  const options = { trueRegions }
  const turns = await withFollow(async (follow) => {
    const engines = createEngines(modelConfig(flags), undefined)
    try {
      return await answerQuestions(questions, dataset, engines, options, follow)
    } finally {
      await engines.close()
    }
  })
  const figures = figuresByKind(turns, options)
  await write(tableOf(trueRegions ? 'true regions' : 'end to end', figures))
  if (misses) await write(missesAmong(turns, options))
  if (json === undefined) return
  await saveJson(json, {
    true_regions: trueRegions,
    figures: Object.fromEntries(figures),
    turns: turns.map((turn) => turnJson(turn, options)),
  })
}

function figuresByKind(
  turns: readonly AnsweredTurn[],
  options: ExpressionOptions,
): [kind: string, ExpressionFigures][] {
  const kinds = [...new Set(turns.map(({ kind }) => kind))].sort()
  return [
    ['all', expressionFigures(turns, options)],
    ...kinds.map((kind): [string, ExpressionFigures] => {
      const own = turns.filter((turn) => turn.kind === kind)
      return [kind, expressionFigures(own, options)]
    }),
  ]
}

function missesAmong(turns: readonly AnsweredTurn[], { trueRegions }: ExpressionOptions): string {
  const missed = turns.filter((turn) => (trueRegions ? !isExact(turn) : iouOf(turn) < 0.5))
  const blocks = missed.map((turn) => {
    const { imageId, kind, text, wanted, got, answer } = turn
    return (
      `image ${imageId}, ${kind}: ${text}\n` +
      `  wanted ${listed(wanted)}, got ${listed(got)}, IoU ${iouOf(turn).toFixed(2)}\n  ${answer}`
    )
  })
  return `\n${missed.length} of ${turns.length} turns missed\n${blocks.join('\n')}`
}

function listed(ids: readonly string[]): string {
  return ids.length === 0 ? 'none' : ids.join(' ')
}

function turnJson(turn: AnsweredTurn, { trueRegions }: ExpressionOptions) {
  const { imageId, kind, text, wanted, got, answer } = turn
  return {
    image_id: imageId,
    kind,
    text,
    wanted,
    got,
    iou: iouOf(turn),
    ...(trueRegions && { exact: isExact(turn) }),
    answer,
  }
}
