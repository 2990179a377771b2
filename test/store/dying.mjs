import { transaction } from '../../dist/src/store/database.js'

/** A process that is killed in the middle of a transaction, when half of it is on the disk. */
const [path] = process.argv.slice(2)
transaction(path, (db) => {
  db.exec('PRAGMA cache_size = 5')
  for (let n = 0; n < 300; n++) {
    db.run('INSERT INTO conversation VALUES (?, 1, 1e15, 0, ?, NULL, 0, ?)', [
      `half-${n}`,
      '',
      'y'.repeat(3_000),
    ])
  }
  db.run("UPDATE conversation SET head = 'z'")
  process.kill(process.pid, 'SIGKILL')
})
