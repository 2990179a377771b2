import { element } from './element.js'
import { icon } from './icons.js'

/** A button that lets people choose a picture from their device. */
export function createPicker(
  text: string,
  attributes: { class?: string },
  open: (file: File) => void,
): HTMLElement {
  const input = element('input', {
    type: 'file',
    accept: 'image/*',
    class: 'unseen',
    tabindex: '-1',
    'aria-hidden': 'true',
  })
  input.addEventListener('change', () => {
    const [file] = input.files ?? []
    if (file) open(file)
    input.value = ''
  })
  const button = element(
    'button',
    { type: 'button', 'aria-label': text, ...attributes },
    icon('photo'),
    element('span', {}, text),
  )
  button.addEventListener('click', () => input.click())
  return element('span', { class: 'picker' }, input, button)
}

function isPicture(file: File | undefined): boolean {
  return file?.type.startsWith('image/') === true
}

/** Takes pictures that are dropped on the page or pasted into it. */
export function takeDropped(onto: HTMLElement, open: (file: File) => void): void {
  let depth = 0
  const lit = (by: number) => {
    depth = Math.max(0, depth + by)
    onto.classList.toggle('dropping', depth > 0)
  }
  document.addEventListener('dragenter', () => lit(1))
  document.addEventListener('dragleave', () => lit(-1))
  document.addEventListener('dragover', (event) => event.preventDefault())
  document.addEventListener('drop', (event) => {
    event.preventDefault()
    lit(-depth)
    // What is no picture, or one that this browser has no name for, the server has an answer to.
    const [first, ...others] = event.dataTransfer?.files ?? []
    const file = [first, ...others].find(isPicture) ?? first
    if (file) open(file)
  })
  document.addEventListener('paste', (event) => {
    const file = [...(event.clipboardData?.files ?? [])].find(isPicture)
    if (file) open(file)
  })
}
