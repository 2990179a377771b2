import { BLANK } from '../../dist/src/conversation/store.js'
import { createSqliteStore } from '../../dist/src/store/sqlite-store.js'

/*
 * A process that writes one conversation, over and over, until it is killed or has written it `count` times. All that a
 * write holds carries the same number, so that half a write would show. Prints the number after each.
 */
const [path, id, count = 'Infinity'] = process.argv.slice(2)
const store = createSqliteStore({ path })

for (let n = 1; n <= Number(count); n++) {
  const turns = Array.from({ length: 20 }, () => ({
    text: String(n),
    imageId: 'none',
    selection: [],
    answer: 'x'.repeat(2_000),
    reasons: {},
  }))
  const timeline = { past: [], state: { imageId: undefined, findings: new Map(), turns }, future: [] }
  store.save(id, { ...BLANK, regionCount: n, timeline }, store.revision(id))
  process.stdout.write(`${n}\n`)
}
