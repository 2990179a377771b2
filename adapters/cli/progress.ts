const WIDTH = 24
const watched = process.stderr.isTTY === true
let shown = false

/** A bar on stderr, and only where a person watches it. */
export function showProgress(fraction: number, message: string): void {
  if (!watched) return
  const filled = Math.round(WIDTH * Math.min(1, Math.max(0, fraction)))
  process.stderr.write(`\r\x1b[K${'━'.repeat(filled).padEnd(WIDTH)} ${message.slice(0, 50)}`)
  shown = true
}

/** A line on stderr that says what is under way. */
export function showStatus(text: string): void {
  if (!watched) return
  process.stderr.write(`\r\x1b[K${text.slice(0, WIDTH + 50)}`)
  shown = true
}

/** Called before anything else is printed. */
export function clearProgress(): void {
  if (shown) process.stderr.write('\r\x1b[K')
  shown = false
}
