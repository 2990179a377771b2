import { element } from './element.js'
import { rgba } from './rgba.js'
import type { Shape } from './shape.js'

/** A request and what became of it. */
export interface Turn {
  progress(fraction: number, message: string): void
  /** @param shapes whose ids in the text can be chosen */
  answer(text: string, shapes: readonly Shape[]): void
  /** What kept it from being answered, or what else there is to say. */
  remark(text: string, kind: 'note' | 'error'): void
}

interface TalkEvents {
  /** A region was chosen in an answer that showed `shapes`. */
  choose(id: string, shapes: readonly Shape[]): void
  hover(id: string | undefined): void
}

export interface Talk {
  readonly element: HTMLElement
  /**
   * @param said what the person asked for; absent where nothing was asked
   * @param quiet whether it was done by hand rather than said
   */
  begin(said: string | undefined, quiet?: boolean): Turn
  clear(): void
}

/** What was said so far, newest last. */
export function createTalk({ choose, hover }: TalkEvents): Talk {
  const log = element('div', { class: 'turns', role: 'log', 'aria-label': 'Conversation', tabindex: '0' })

  function reference(shape: Shape, shapes: readonly Shape[]): HTMLElement {
    const button = element('button', { type: 'button', class: 'ref' }, shape.id)
    button.style.setProperty('--colour', rgba(shape.colour))
    button.addEventListener('click', () => choose(shape.id, shapes))
    button.addEventListener('pointerenter', () => hover(shape.id))
    button.addEventListener('pointerleave', () => hover(undefined))
    return button
  }

  /** Ids in a text become what they stand for. */
  function linked(text: string, shapes: readonly Shape[]): (Node | string)[] {
    return text.split(/\b(r\d+)\b/).map((part) => {
      const shape = shapes.find(({ id }) => id === part)
      return shape ? reference(shape, shapes) : part
    })
  }

  function why(shapes: readonly Shape[]): HTMLElement {
    const reasons = shapes.map(({ id, reason }) => element('li', {}, ...linked(`${id}: ${reason}`, shapes)))
    return element('details', { class: 'why' }, element('summary', {}, 'Why'), element('ul', {}, ...reasons))
  }

  return {
    element: log,
    begin(said, quiet = false) {
      const turn = element('div', { class: 'turn' })
      if (said !== undefined) turn.append(element('p', { class: quiet ? 'said quiet' : 'said' }, said))
      const bar = element('span', { class: 'bar' })
      const words = element('span', {}, 'Working …')
      const waiting = element('p', { class: 'waiting', 'aria-live': 'off' }, words, bar)
      turn.append(waiting)
      log.append(turn)
      toEnd()

      function toEnd(): void {
        log.scrollTop = log.scrollHeight
      }

      return {
        progress(fraction, message) {
          words.textContent = `${message.charAt(0).toUpperCase()}${message.slice(1)} …`
          bar.style.setProperty('--done', String(fraction))
        },
        answer(text, shapes) {
          waiting.remove()
          turn.append(element('p', { class: 'answer' }, ...linked(text, shapes)))
          const reasons = shapes.filter(({ reason }) => reason !== undefined)
          // What somebody did by hand needs none.
          if (said !== undefined && !quiet && reasons.length > 0) turn.append(why(reasons))
          toEnd()
        },
        remark(text, kind) {
          waiting.remove()
          turn.append(element('p', { class: kind }, text))
          toEnd()
        },
      }
    },
    clear: () => log.replaceChildren(),
  }
}
