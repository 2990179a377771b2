import { element } from './element.js'
import { icon } from './icons.js'

interface ComposerEvents {
  ask(text: string): void
  stop(): void
}

export interface Composer {
  readonly element: HTMLElement
  /** Whether something is under way that can be stopped. */
  busy: boolean
  focus(): void
}

/** The one line to type in. */
export function createComposer({ ask, stop }: ComposerEvents): Composer {
  const input = element('input', {
    type: 'text',
    name: 'question',
    maxlength: '1000',
    autocomplete: 'off',
    enterkeyhint: 'send',
    'aria-label': 'Ask about the photo',
    placeholder: 'e.g. the red car on the left',
  })
  const send = element('button', { type: 'button', class: 'primary', 'aria-label': 'Ask' }, icon('send'))
  const halt = element(
    'button',
    { type: 'button', class: 'primary', 'aria-label': 'Stop', hidden: true },
    icon('stop'),
  )
  send.addEventListener('click', submit)
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.isComposing) submit()
  })
  halt.addEventListener('click', () => {
    stop()
    input.focus()
  })
  function submit(): void {
    const text = input.value.trim()
    if (text === '') return
    input.value = ''
    ask(text)
  }

  return {
    // No form: hosts that show this page in a frame let it submit none.
    element: element('div', { class: 'composer' }, input, send, halt),
    get busy() {
      return !halt.hidden
    },
    set busy(busy) {
      send.hidden = busy
      halt.hidden = !busy
    },
    focus: () => input.focus(),
  }
}
