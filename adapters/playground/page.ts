import './jitless.js'
import { createHttpLink } from './http-link.js'
import { createThemeSwitch } from './theme.js'
import { createFetchAs } from './token.js'
import { createViewer } from './viewer.js'

createViewer({
  root: document.body,
  link: createHttpLink(createFetchAs()),
  extras: [createThemeSwitch()],
})
