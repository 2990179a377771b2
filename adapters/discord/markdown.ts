const ELLIPSIS = '…'

/** Words as they are: nothing in them is taken for Discord's markup, a link, a mention or a list. */
export function escapeMarkup(text: string): string {
  return text.replace(/[\\*_~`|<>[\]#@]|:(?=\/\/)|(?<=^[ \t]*)[-+]/gm, '\\$&')
}

/** At most `length` characters, with an ellipsis where something is missing; no character is cut in two. */
export function clip(text: string, length: number): string {
  if (text.length <= length) return text
  // A lone backslash or half of a surrogate pair must not be left at the end.
  return text.slice(0, length - 1).replace(/\\+$|[\ud800-\udbff]$/, '') + ELLIPSIS
}
