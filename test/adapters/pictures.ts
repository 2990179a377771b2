import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../', import.meta.url))
export const main = `${root}dist/adapters/cli/main.js`
export const examples = `${root}examples`

/** Drawn suitcases, 640×480. */
export const stack = `${examples}/stack.jpg`

/** An everyday photo, and something to find in it. */
export const photo = { path: `${examples}/cat.jpg`, phrase: 'the cat', label: 'cat' }
