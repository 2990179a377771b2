import { App } from '@modelcontextprotocol/ext-apps'
import type { AnswerData } from '../../tools/report.js'
import { createAppLink } from './app-link.js'
import { givenBy } from './app-results.js'
import { element } from './element.js'
import { icon } from './icons.js'
import { wear } from './theme.js'
import { createViewer } from './viewer.js'

/** The viewer inside an assistant's window: it shows what tools answered there, and what people do here goes back. */
const app = new App(
  { name: 'deixis-viewer', version: '1' },
  { availableDisplayModes: ['inline', 'fullscreen'] },
)
const link = createAppLink(app)
const enlarge = element(
  'button',
  { type: 'button', class: 'plain', 'aria-label': 'Enlarge', title: 'Enlarge', hidden: true },
  icon('box'),
)
const viewer = createViewer({ root: document.body, link, extras: [enlarge], onAnswer: tellModel })

let asked: string | undefined

app.ontoolinput = ({ arguments: { question, phrase } = {} }) => {
  asked = [question, phrase].find((each) => typeof each === 'string')
}
app.ontoolresult = async (result) => {
  const found = await givenBy(app, link, result as Parameters<typeof givenBy>[2])
  if (found) await viewer.show({ asked, ...found })
}
app.onhostcontextchanged = dress
enlarge.addEventListener('click', async () => {
  const mode = app.getHostContext()?.displayMode === 'fullscreen' ? 'inline' : 'fullscreen'
  const set = await app.requestDisplayMode({ mode })
  document.body.classList.toggle('inline', set.mode !== 'fullscreen')
})
await app.connect()
dress()

/** As the host looks, and as large as it lets us be. */
function dress(): void {
  const { theme, displayMode, availableDisplayModes } = app.getHostContext() ?? {}
  wear(theme)
  document.body.classList.toggle('inline', displayMode !== 'fullscreen')
  enlarge.hidden = !availableDisplayModes?.includes('fullscreen')
}

/** What people did here, so that the assistant can go on from it. */
function tellModel({ answer, conversation_id, image_id }: AnswerData): void {
  if (!app.getHostCapabilities()?.updateModelContext) return
  const text = `In the viewer the user got this answer (conversation_id "${conversation_id}", image_id ${image_id}): ${answer}`
  app.updateModelContext({ content: [{ type: 'text', text }] }).catch(() => {})
}
