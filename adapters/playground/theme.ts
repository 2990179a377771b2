import { element } from './element.js'
import { icon } from './icons.js'

export type Theme = 'light' | 'dark'

const KEY = 'deixis-theme'
const dark = matchMedia('(prefers-color-scheme: dark)')

/** Wears `theme`, or without one that of the system. */
export function wear(theme: Theme | undefined): void {
  if (theme) document.documentElement.dataset.theme = theme
  else delete document.documentElement.dataset.theme
}

/** Changes between light and dark, and remembers what was chosen. */
export function createThemeSwitch(): HTMLElement {
  const chosen = localStorage.getItem(KEY)
  wear(chosen === 'light' || chosen === 'dark' ? chosen : undefined)
  const button = element('button', { type: 'button', class: 'plain' })
  const now = (): Theme =>
    (document.documentElement.dataset.theme as Theme | undefined) ?? (dark.matches ? 'dark' : 'light')
  const label = () => {
    const other = now() === 'dark' ? 'light' : 'dark'
    button.setAttribute('aria-label', `Use ${other} colours`)
    button.title = `Use ${other} colours`
    button.replaceChildren(icon(other === 'dark' ? 'moon' : 'sun'))
  }
  button.addEventListener('click', () => {
    const other = now() === 'dark' ? 'light' : 'dark'
    wear(other)
    localStorage.setItem(KEY, other)
    label()
  })
  dark.addEventListener('change', label)
  label()
  return button
}
