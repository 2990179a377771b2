import { inkOn } from '../../src/mask/palette.js'
import { element } from './element.js'
import { rgba } from './rgba.js'
import { percent, type Shape } from './shape.js'

interface RegionEvents {
  select(id: string): void
  hover(id: string | undefined): void
}

export interface Regions {
  readonly element: HTMLElement
  show(shapes: readonly Shape[], active: string | undefined): void
  light(hovered: string | undefined): void
}

/** The regions that are shown, by number: arrow keys go along, Enter chooses. */
export function createRegions({ select, hover }: RegionEvents): Regions {
  const list = element('ul', { class: 'regions', 'aria-label': 'Regions' })
  const buttons = () => [...list.querySelectorAll('button')]

  list.addEventListener('keydown', (event) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    const all = buttons()
    const here = all.indexOf(document.activeElement as HTMLButtonElement)
    if (step === 0 || here < 0) return
    event.preventDefault()
    all.at((here + step) % all.length)?.focus()
  })

  function chip(shape: Shape, active: boolean): HTMLElement {
    const number = element('span', { class: 'number' }, shape.number)
    number.style.setProperty('--colour', rgba(shape.colour))
    number.style.setProperty('--ink', rgba(inkOn([...shape.colour])))
    const button = element(
      'button',
      { type: 'button', class: 'chip', 'aria-pressed': String(active) },
      ...[number, ` ${shape.label} `, element('span', { class: 'faint' }, percent(shape.score))],
    )
    if (shape.reason) button.append(element('span', { class: 'unseen' }, `: ${shape.reason}`))
    button.dataset.id = shape.id
    button.addEventListener('click', () => select(shape.id))
    button.addEventListener('pointerenter', () => hover(shape.id))
    button.addEventListener('pointerleave', () => hover(undefined))
    button.addEventListener('focus', () => hover(shape.id))
    button.addEventListener('blur', () => hover(undefined))
    return element('li', {}, button)
  }

  return {
    element: list,
    show(shapes, active) {
      const focused = buttons().find((button) => button === document.activeElement)?.dataset.id
      list.replaceChildren(...shapes.map((shape) => chip(shape, shape.id === active)))
      if (focused !== undefined) {
        buttons()
          .find((button) => button.dataset.id === focused)
          ?.focus()
      }
      list.hidden = shapes.length === 0
    },
    light(hovered) {
      for (const button of buttons()) button.classList.toggle('lit', button.dataset.id === hovered)
    },
  }
}
