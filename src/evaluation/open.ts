import { Conversation } from '../conversation/conversation.js'
import type { Engines } from '../conversation/look.js'
import { boxIou } from '../geometry.js'
import type { Image } from '../image/image.js'
import { openImage } from '../image/load.js'
import { classesNamed } from '../language/lexicon/classes.js'
import { type Naming, naming } from '../language/lexicon/nouns.js'
import { Mask } from '../mask/mask.js'
import { iouOf, overlapOf } from '../mask/metrics.js'
import type { Region } from '../mask/region.js'
import type { EngineContext, NamedClass } from '../perception/engine.js'
import type { Row } from './rows.js'

const LABELLED = ['detector', 'garments', 'surroundings'] as const
/** Who answers for a noun: the first of these that has a class for it. */
export const SOURCES = [...LABELLED, 'namer', 'nobody'] as const
export type Source = (typeof SOURCES)[number]

/** What each source has classes for. */
export interface Vocabulary {
  detector: readonly string[]
  garments: readonly string[]
  surroundings: readonly string[]
  namer: readonly NamedClass[]
}

/** A row and what came of it. */
export interface NamedRow {
  row: Row
  source: Source
  /** What was picked, by label. */
  got: readonly string[]
  answer: string
  /** Of what was picked with the place that the row gives; absent where it gives none. */
  iou?: number
}

/** Asks for each noun as a person would, "the teapot", in a conversation of its own. */
export async function askForNouns(
  rows: readonly Row[],
  engines: Engines,
  vocabulary: Vocabulary,
  { signal, progress }: EngineContext,
): Promise<NamedRow[]> {
  const asked: NamedRow[] = []
  let shown: { path: string; image: Image } | undefined
  for (const [index, row] of rows.entries()) {
    progress(index / rows.length, `noun ${index + 1} of ${rows.length}`)
    // Rows about one picture mostly stand together: it is opened once.
    if (shown?.path !== row.image)
      shown = { path: row.image, image: await openImage(row.image, {}, { signal }) }
    const talk = new Conversation('evaluation', engines)
    talk.show(shown.image)
    const { regions, answer } = await talk.ask(`the ${row.noun}`, { signal })
    const iou = iouWith(row, regions, shown.image)
    asked.push({
      row,
      source: sourceOf(row.noun, vocabulary),
      got: regions.map(({ label }) => label),
      answer,
      ...(iou !== undefined && { iou }),
    })
  }
  return asked
}

/** Who answers for a noun. */
export function sourceOf(noun: string, vocabulary: Vocabulary): Source {
  const bySaying = (how: Naming) =>
    LABELLED.find((source) => vocabulary[source].some((label) => naming(noun, label) === how))
  const sure = bySaying('is')
  if (sure) return sure
  if (classesNamed(noun, vocabulary.namer).length > 0) return 'namer'
  return bySaying('may be') ?? 'nobody'
}

export interface OpenFigures {
  /** Nouns that are there. */
  present: number
  /** Nouns that are not. */
  absent: number
  /** The share of them that something was picked for. */
  found: number | undefined
  /** Of those with a place, the share that was picked with an IoU of 0.5 or more. */
  placed: number | undefined
  /** The share of absent nouns that something was picked for. */
  'false alarms': number | undefined
}

export function openFigures(rows: readonly NamedRow[]): OpenFigures {
  const present = rows.filter(({ row }) => !row.absent)
  const absent = rows.filter(({ row }) => row.absent)
  const placed = present.filter(({ iou }) => iou !== undefined)
  const isFound = ({ got }: NamedRow) => got.length > 0
  return {
    present: present.length,
    absent: absent.length,
    found: share(present, isFound),
    placed: share(placed, ({ iou }) => iou! >= 0.5),
    'false alarms': share(absent, isFound),
  }
}

function share(rows: readonly NamedRow[], holds: (row: NamedRow) => boolean): number | undefined {
  return rows.length === 0 ? undefined : rows.filter(holds).length / rows.length
}

/** With a mask, of all that was picked; with a box, of the part that fits it best. */
function iouWith({ box, mask }: Row, regions: readonly Region[], image: Image): number | undefined {
  if (mask) {
    const picked = regions.reduce((sum, region) => sum.union(region.mask), Mask.empty(image))
    return iouOf(overlapOf(picked, Mask.fromRle(mask)))
  }
  return box && Math.max(0, ...regions.map((region) => boxIou(region.box, box)))
}
