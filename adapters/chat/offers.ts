import type { Answer, Conversation, Region } from '../../src/index.js'
import { type Format, formatNames } from '../../tools/formats.js'
import type { Choice, OfferedAction } from '../chat.js'
import { nameOf } from './legend.js'

const FORMAT_NAMES = {
  png: ['Mask', 'PNG, white on black'],
  overlay: ['Marked picture', 'JPEG in full size'],
  cutout: ['Cutout', 'PNG, transparent background'],
  coco: ['COCO', 'annotations with polygons'],
  rle: ['Run lengths', 'compact masks of COCO'],
  polygons: ['Polygons', 'JSON'],
  svg: ['SVG', 'vector outlines'],
  yolo: ['YOLO', 'segmentation labels'],
  labelme: ['LabelMe', 'annotation file'],
} as const satisfies Record<Format, readonly [label: string, description: string]>

/** What makes sense after an answer: nothing to narrow where one thing was found, nothing to undo at the beginning. */
export function offersOf(talk: Conversation, { regions, reasons }: Answer): OfferedAction[] {
  const picked = new Set(regions.map(({ id }) => id))
  const others = talk.regions.filter(({ id }) => !picked.has(id))
  const choices = (some: readonly Region[]): Choice[] =>
    some.map((region) => ({ value: region.id, label: nameOf(region, reasons) }))

  const some = regions.length > 0
  const several = regions.length > 1
  return [
    ...offer(some, { name: 'why', label: 'Why?' }),
    ...offer(some, { name: 'cutout', label: 'Cut out' }),
    ...offer(talk.canUndo, { name: 'undo', label: 'Undo' }),
    ...offer(talk.canRedo, { name: 'redo', label: 'Redo' }),
    ...offer(several, { name: 'only', label: 'Only …', choices: choices(regions) }),
    ...offer(some && others.length > 0, { name: 'add', label: 'Add …', choices: choices(others) }),
    ...offer(several, { name: 'remove', label: 'Remove …', choices: choices(regions) }),
    ...offer(some, { name: 'export', label: 'Export as …', choices: formats() }),
  ]
}

function offer(sensible: boolean, action: OfferedAction): OfferedAction[] {
  return sensible ? [action] : []
}

function formats(): Choice[] {
  return formatNames.map((value) => {
    const [label, description] = FORMAT_NAMES[value]
    return { value, label, description }
  })
}
