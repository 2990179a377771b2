/*
 * What a language model writes is nobody's word: it is shown to people and kept in files, so it is cut to size and can
 * forge no line of its own.
 */

/** One line of at most `limit` characters, without control characters and angle brackets. */
export function oneLine(text: string, limit: number): string {
  const line = text
    .slice(0, 20 * limit)
    .replace(/[\p{C}\p{Z}<>]+/gu, ' ')
    .trim()
  const characters = [...line]
  return characters.length > limit
    ? `${characters
        .slice(0, limit - 1)
        .join('')
        .trimEnd()}…`
    : line
}
