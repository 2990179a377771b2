/**
 * Prints how fast and how close the embedded engine is, as ratios to a baseline of the same run.
 *
 *     npm run bench
 *     npm run bench -- --dataset coco --split coco/split.json    # compares with GrabCut there instead of on drawings
 */
import { parseArgs } from 'node:util'
import { readDataset } from '../src/evaluation/dataset.js'
import { onlyValidation } from '../src/evaluation/split.js'
import { grabCutReport } from './against-grabcut.js'
import { coldStartReport } from './cold-start.js'
import { engineReport } from './engine.js'
import { languageReport } from './language.js'
import { packageFile } from './measure.js'
import { poolReport } from './pool.js'

const { values } = parseArgs({ options: { dataset: { type: 'string' }, split: { type: 'string' } } })
const all = await readDataset(values.dataset ?? packageFile('test/fixtures/stacks'))
const dataset = values.split === undefined ? all : await onlyValidation(all, values.split)

const reports = [languageReport, engineReport, poolReport, coldStartReport, () => grabCutReport(dataset)]
for (const report of reports) {
  const { lines, failures } = await report()
  for (const line of lines) console.log(line)
  for (const failure of failures) console.error(`FAILED: ${failure}`)
  if (failures.length > 0) process.exitCode = 1
}
