import { createEngines, type Ensemble } from '../../src/engines.js'
import {
  askForNouns,
  type NamedRow,
  type OpenFigures,
  openFigures,
  SOURCES,
  type Vocabulary,
} from '../../src/evaluation/open.js'
import { readRows } from '../../src/evaluation/rows.js'
import { labelsOf, modelsFolder, readManifest } from '../../src/perception/embedded/manifest.js'
import type { ModelFlags } from '../config/models.js'
import { modelConfig } from '../config.js'
import { saveJson, tableOf } from './eval-report.js'
import { keepInput, withFollow, write } from './session.js'

export interface OpenFlags extends ModelFlags {
  misses?: true
  json?: string
}

/** `deixis eval open`. */
export async function evalOpen(file: string, flags: OpenFlags): Promise<void> {
  const { misses, json } = flags
  if (json !== undefined) keepInput(file, json)
  const rows = await readRows(file)
  const asked = await withFollow(async (follow) => {
    const engines = createEngines(modelConfig(flags), undefined)
    try {
      return await askForNouns(rows, engines, vocabularyOf(engines), follow)
    } finally {
      await engines.close()
    }
  })
  const figures = figuresBySource(asked)
  await write(`${presentTable(figures)}\n\n${absentTable(figures)}`)
  if (misses) await write(missesAmong(asked))
  if (json === undefined) return
  await saveJson(json, {
    figures: Object.fromEntries(figures),
    rows: asked.map(({ row: { image, noun, absent }, ...came }) => ({ image, noun, absent, ...came })),
  })
}

/** What the engines that ship have classes for. */
function vocabularyOf({ namer }: Pick<Ensemble, 'namer'>): Vocabulary {
  const { classes, garments, surroundings } = readManifest(modelsFolder())
  return {
    detector: classes,
    garments: labelsOf(garments),
    surroundings: labelsOf(surroundings),
    namer: namer?.classes ?? [],
  }
}

type FiguresBySource = readonly (readonly [source: string, figures: OpenFigures])[]

function figuresBySource(asked: readonly NamedRow[]): FiguresBySource {
  const sources = SOURCES.filter((source) => asked.some((one) => one.source === source))
  return [
    ['all', openFigures(asked)],
    ...sources.map((name) => [name, openFigures(asked.filter(({ source }) => source === name))] as const),
  ]
}

function presentTable(figures: FiguresBySource): string {
  const rows = figures.map(
    ([source, { present, found, placed }]) => [source, { nouns: present, found, placed }] as const,
  )
  return tableOf('present', rows)
}

function absentTable(figures: FiguresBySource): string {
  const rows = figures.map(
    ([source, { absent, 'false alarms': alarms }]) =>
      [source, { nouns: absent, 'false alarms': alarms }] as const,
  )
  return tableOf('absent', rows)
}

function missesAmong(asked: readonly NamedRow[]): string {
  const missed = asked.filter(({ row, got, iou }) => row.absent === got.length > 0 || (iou ?? 1) < 0.5)
  const lines = missed.map(({ row: { image, noun, absent }, source, got, answer }) => {
    const wrong = absent ? 'absent' : got.length > 0 ? 'elsewhere' : 'missed'
    return `${noun} (${wrong}, ${source}): ${image}\n  ${answer}`
  })
  return `\n${missed.length} of ${asked.length} nouns missed\n${lines.join('\n')}`
}
