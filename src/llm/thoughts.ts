/** What follows a model's thoughts; some templates print only their end, and an answer that was cut off only their start. */
export function withoutThoughts(text: string): string {
  return text
    .replace(/^[\s\S]*<\/think(?:ing)?>/i, '')
    .replace(/<think(?:ing)?>[\s\S]*$/i, '')
    .trim()
}
