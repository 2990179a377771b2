import { BOX_SOURCES, maskFigures, measureMasks } from '../../src/evaluation/masks.js'
import { bySize } from '../../src/evaluation/sizes.js'
import { iouOf } from '../../src/mask/metrics.js'
import { datasetOf, type PictureFlags, saveJson, tableOf, withEngine } from './eval-report.js'
import { write } from './session.js'

/** `deixis eval masks`. */
export async function evalMasks(folder: string, { split, json }: PictureFlags): Promise<void> {
  const dataset = await datasetOf(folder, split)
  const measured = await withEngine((engine, follow) => measureMasks(dataset, engine, follow))
  const figures = BOX_SOURCES.map((source) => {
    const own = measured.filter((mask) => mask.source === source)
    return [source, bySize((isOfClass) => maskFigures(own.filter(({ area }) => isOfClass(area))))] as const
  })
  await write(figures.map(([source, sizes]) => tableOf(source, Object.entries(sizes))).join('\n\n'))
  if (json === undefined) return
  await saveJson(json, {
    figures: Object.fromEntries(figures),
    masks: measured.map((mask) => ({
      box_source: mask.source,
      annotation_id: mask.annotationId,
      area: mask.area,
      iou: iouOf(mask),
      boundary_iou: mask.boundaryIou,
      score: mask.score,
    })),
  })
}
