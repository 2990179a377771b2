import { writeFile } from 'node:fs/promises'
import { UserInputError } from '../../src/errors.js'
import { type Dataset, readDataset } from '../../src/evaluation/dataset.js'
import { onlyValidation } from '../../src/evaluation/split.js'
import { createEmbeddedEngine, type EmbeddedEngine } from '../../src/perception/embedded.js'
import { type Follow, withFollow } from './session.js'

/*
 * What the commands of `deixis eval` share: pictures and engines to measure, tables and files to report in.
 */

export interface PictureFlags {
  split?: string
  json?: string
}

/** The pictures to measure on. */
export async function datasetOf(folder: string, split: string | undefined): Promise<Dataset> {
  const dataset = await readDataset(folder)
  return split === undefined ? dataset : onlyValidation(dataset, split)
}

/** Runs `work` with the engines that ship, drained afterwards. */
export async function withEngine<T>(
  work: (engine: EmbeddedEngine, follow: Follow) => Promise<T>,
): Promise<T> {
  return withFollow(async (follow) => {
    const engine = createEmbeddedEngine()
    try {
      return await work(engine, follow)
    } finally {
      await engine.close()
    }
  })
}

/** Figures by name; the first is a count, the others are not. One that has no meaning here is absent. */
type Figures = Readonly<Record<string, number>>

/** One line a row, columns aligned, `title` in the corner; "–" stands for what has no meaning in a row. */
export function tableOf(title: string, rows: readonly (readonly [name: string, figures: object])[]): string {
  const columns = [...new Set(rows.flatMap(([, figures]) => Object.keys(figures)))]
  const cells = [
    [title, ...columns],
    ...rows.map(([name, figures]) => [
      name,
      ...columns.map((column, at) => formatted((figures as Figures)[column], at === 0)),
    ]),
  ]
  const widths = cells[0]!.map((_, at) => Math.max(...cells.map((row) => row[at]!.length)))
  return cells
    .map((row) =>
      row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!))).join('  '),
    )
    .join('\n')
}

/** Throws `bad-input` where the file cannot be written. */
export async function saveJson(path: string, content: object): Promise<void> {
  await writeFile(path, `${JSON.stringify(content, null, 1)}\n`).catch((cause: NodeJS.ErrnoException) => {
    throw new UserInputError('bad-input', `The figures cannot be written (${cause.code}): check --json.`, {
      cause,
    })
  })
}

function formatted(value: number | undefined, isCount: boolean): string {
  if (value === undefined) return '–'
  return isCount ? String(value) : value.toFixed(3)
}
