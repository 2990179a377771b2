import type { Format } from '../../tools/formats.js'
import { element } from './element.js'
import { icon } from './icons.js'

const FORMATS: Readonly<Record<Format, string>> = {
  cutout: 'Cutout, transparent PNG',
  overlay: 'Photo with masks, JPEG',
  png: 'Mask, black and white PNG',
  svg: 'Outlines, SVG',
  coco: 'COCO, JSON',
  rle: 'Run-length masks, JSON',
  polygons: 'Polygons, JSON',
  labelme: 'LabelMe, JSON',
  yolo: 'YOLO, text',
}

export interface SaveMenu {
  readonly elements: readonly HTMLElement[]
  /** What would be saved, in words; `undefined` where there is nothing. */
  offer(subject: string | undefined): void
}

/** The button and the list of formats behind it. */
export function createSaveMenu(save: (format: Format) => void): SaveMenu {
  const title = element('p', { id: 'save-title' })
  const menu = element(
    'div',
    { id: 'save-menu', class: 'menu', popover: 'auto', 'aria-labelledby': 'save-title' },
    title,
  )
  for (const [format, name] of Object.entries(FORMATS) as [Format, string][]) {
    const button = element('button', { type: 'button', value: format }, name)
    button.addEventListener('click', () => {
      menu.hidePopover()
      save(format)
    })
    menu.append(button)
  }
  const opener = element(
    'button',
    { type: 'button', popovertarget: 'save-menu', 'aria-label': 'Save', disabled: true },
    icon('save'),
    element('span', {}, 'Save'),
  )
  menu.addEventListener(
    'toggle',
    () => menu.matches(':popover-open') && menu.querySelector('button')?.focus(),
  )
  menu.addEventListener('keydown', (event) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step === 0) return
    event.preventDefault()
    const all = [...menu.querySelectorAll('button')]
    all.at((all.indexOf(document.activeElement as HTMLButtonElement) + step) % all.length)?.focus()
  })
  return {
    elements: [opener, menu],
    offer(subject) {
      opener.disabled = subject === undefined
      title.textContent = `Save ${subject} as`
    },
  }
}
