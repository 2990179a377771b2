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
    take(event.dataTransfer)
  })
  document.addEventListener('paste', (event) => take(event.clipboardData))

  function take(data: DataTransfer | null): void {
    const file = [...(data?.files ?? [])].find(({ type }) => type.startsWith('image/'))
    if (file) open(file)
  }
}
