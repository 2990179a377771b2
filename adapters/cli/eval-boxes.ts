import { boxFigures, type Detector, measureBoxes } from '../../src/evaluation/boxes.js'
import { bySize } from '../../src/evaluation/sizes.js'
import { datasetOf, type PictureFlags, saveJson, tableOf, withEngine } from './eval-report.js'
import { write } from './session.js'

/** Candidates below it are too many to be worth their time; precision there is next to none. */
const LEAST_SCORE = 0.05

/** `deixis eval boxes`. */
export async function evalBoxes(folder: string, { split, json }: PictureFlags): Promise<void> {
  const dataset = await datasetOf(folder, split)
  const classes = await withEngine(({ grounder, survey }, follow) => {
    const candidates: Detector['candidates'] = (image, context) => survey(image, LEAST_SCORE, context)
    return measureBoxes(dataset, { grounder, candidates }, follow)
  })
  const sizes = bySize((isOfClass) => boxFigures(classes, isOfClass))
  await write(tableOf('boxes', Object.entries(sizes)))
  if (json === undefined) return
  await saveJson(json, {
    figures: sizes,
    classes: Object.fromEntries(classes.map((one) => [one.label, boxFigures([one], () => true)])),
  })
}
