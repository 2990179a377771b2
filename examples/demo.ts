/** What `npm run demo` shows: a question about a stack, a follow-up, and an everyday photo. Overlays go to deixis-out/. */
import { mkdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createDeixis } from 'deixis'

const examples = fileURLToPath(new URL('../../examples/', import.meta.url))
const out = join(process.cwd(), 'deixis-out')
await mkdir(out, { recursive: true })

await using deixis = await createDeixis()
const talks = [
  {
    picture: 'stack.jpg',
    turns: ['the suitcases that can be removed', 'only the green one', 'what is under it?'],
  },
  { picture: 'coffee.jpg', turns: ['the cup on the table'] },
  { picture: 'cat.jpg', turns: ['the cat', 'is there a dog?'] },
]

for (const { picture, turns } of talks) {
  const image = await deixis.open(join(examples, picture))
  const talk = deixis.conversation()
  console.log(`\n${picture} (${image.width} × ${image.height})`)
  for (const [i, text] of turns.entries()) {
    const answer = await talk.ask(text, { image })
    console.log(`  > ${text}\n    ${answer.answer}  [${answer.elapsedMs} ms]`)
    for (const [id, reason] of Object.entries(answer.reasons)) console.log(`      ${id}: ${reason}`)
    if (answer.regions.length === 0) continue
    const path = join(out, picture.replace('.jpg', `-${i + 1}.png`))
    await answer.overlay(path)
    console.log(`      overlay: ${relative(process.cwd(), path)}`)
  }
}
