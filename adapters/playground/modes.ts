import { element } from './element.js'
import { type Icon, icon } from './icons.js'
import type { Mode } from './stage.js'

const MODES: Readonly<Record<Mode, { title: string; hint: string; icon: Icon }>> = {
  add: { title: 'Add', hint: 'A click marks what belongs', icon: 'add' },
  remove: {
    title: 'Remove',
    hint: 'A click marks what does not belong; so does Shift and a click',
    icon: 'remove',
  },
  box: { title: 'Box', hint: 'Drag a box round a thing', icon: 'box' },
}

/** What a click or a touch on the photo means. */
export function createModes(choose: (mode: Mode) => void): HTMLElement {
  const entries = Object.entries(MODES) as [Mode, (typeof MODES)[Mode]][]
  const choices = entries.map(([mode, { title, hint, icon: name }]) => {
    const input = element('input', { type: 'radio', name: 'mode', value: mode, checked: mode === 'add' })
    input.addEventListener('change', () => choose(mode))
    return element('label', { title: hint }, input, element('span', {}, icon(name), title))
  })
  return element(
    'fieldset',
    { class: 'modes' },
    element('legend', { class: 'unseen' }, 'Pointing'),
    ...choices,
  )
}
