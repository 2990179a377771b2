import { element } from './element.js'

const KEY = 'deixis-token'

/**
 * `fetch` with the token of whoever uses the page, who is asked for it once a session, and again where the server
 * knows it no more. Kept until the tab is closed.
 */
export function createFetchAs(): typeof fetch {
  let asking: Promise<string> | undefined

  async function fetchAs(...[input, init]: Parameters<typeof fetch>): Promise<Response> {
    for (;;) {
      const token = sessionStorage.getItem(KEY)
      const headers = new Headers(init?.headers)
      if (token !== null) headers.set('Authorization', `Bearer ${token}`)
      const response = await fetch(input, { ...init, headers })
      if (response.status !== 401) return response
      // Somebody else here may have been told of a better one meanwhile.
      if (sessionStorage.getItem(KEY) !== token) continue
      asking ??= askForToken(token !== null).finally(() => {
        asking = undefined
      })
      sessionStorage.setItem(KEY, await asking)
    }
  }
  return fetchAs
}

/** Rejects where nobody gives one. */
function askForToken(refused: boolean): Promise<string> {
  const input = element('input', {
    ...{ type: 'password', required: true, autocomplete: 'off', id: 'token' },
    // What a header can't carry the browser would refuse to send, for as long as the tab lives.
    ...{ pattern: '\\s*[!-~]+\\s*', title: 'Letters, digits and signs, without a space between them' },
  })
  const form = element(
    'form',
    {},
    element('label', { for: 'token' }, 'This server asks for a token'),
    element(
      'p',
      {},
      refused
        ? 'It does not know that one. Try again:'
        : 'Whoever runs it has one for you. It is kept until you close this tab.',
    ),
    ...[input, element('button', { type: 'submit', class: 'primary' }, 'Go on')],
  )
  const dialog = element('dialog', { 'aria-label': 'Token' }, form)
  document.body.append(dialog)
  dialog.showModal()
  return new Promise((resolve, reject) => {
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      dialog.close(input.value.trim())
    })
    dialog.addEventListener('close', () => {
      dialog.remove()
      if (dialog.returnValue !== '') resolve(dialog.returnValue)
      else reject(new Error('Without a token this server does nothing: ask whoever runs it.'))
    })
  })
}
