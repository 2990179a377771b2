import { element } from './element.js'
import { createEmblem } from './emblem.js'

interface Pieces {
  /** The name of the photo. */
  readonly name: HTMLElement
  /** Buttons of the bar, in their order. */
  readonly actions: readonly HTMLElement[]
  readonly picker: HTMLElement
  readonly stage: HTMLElement
  readonly modes: HTMLElement
  readonly regions: HTMLElement
  readonly talk: HTMLElement
  readonly composer: HTMLElement
}

/** Puts everything in its place: a bar, the photo with what belongs to it, and the conversation beside or below. */
export function layOut(root: HTMLElement, pieces: Pieces): void {
  const bar = element(
    'header',
    { class: 'bar-top' },
    ...[element('h1', {}, 'deixis'), pieces.name, ...pieces.actions],
  )
  const invitation = element(
    'div',
    { class: 'invitation' },
    createEmblem(),
    element('h2', {}, 'Point at things in a photo'),
    element('p', {}, 'Drop a photo here, paste it, or choose one. Then say what you mean, or click on it.'),
    pieces.picker,
  )
  const under = element('div', { class: 'under' }, pieces.modes, pieces.regions)
  const photo = element('main', { class: 'photo-side' }, invitation, pieces.stage, under)
  const talk = element(
    'aside',
    { class: 'talk-side', 'aria-label': 'Conversation' },
    pieces.talk,
    pieces.composer,
  )
  root.append(bar, photo, talk)
  root.classList.add('viewer', 'empty')
}
