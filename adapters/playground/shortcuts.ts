interface Shortcuts {
  undo(): void
  type(): void
  /** Lets go of the region that is chosen. Returns whether there was one. */
  release(): boolean
  /** Chooses the region of this number. Returns whether there is one. */
  choose(number: string): boolean
}

/** Single keys, wherever nobody types. */
export function listenForShortcuts({ undo, type, release, choose }: Shortcuts): void {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || isTyping(event.target)) return
    if (act(event)) event.preventDefault()
  })

  function act({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
    if (ctrlKey || metaKey) {
      if (key === 'z') undo()
      return key === 'z'
    }
    if (altKey) return false
    if (key === 'Escape') return release()
    if (key >= '1' && key <= '9') return choose(key)
    if (key === 'u') undo()
    else if (key === '/') type()
    else return false
    return true
  }
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement && target.type !== 'radio'
}
