/** Longer input is cut here: nobody points at things in more words, and reading stays quick. */
const MAX_TOKENS = 80

const CONTRACTIONS: readonly (readonly [RegExp, string])[] = [
  [/[‘’`´]/g, "'"],
  [/\bcan't\b|\bcant\b/g, 'can not'],
  [/\bcannot\b/g, 'can not'],
  [/\bwon't\b/g, 'will not'],
  [/\b(does|do|did|is|are|was|were|has|have|would|could|should)nt\b/g, '$1 not'],
  [/n't\b/g, ' not'],
  [/\b(what|where|who|how|that|there)s\b/g, '$1 is'],
  [
    /\b(what|where|who|how|which|that|it|there|here|he|she|nothing|everything|one|everyone|nobody)'s\b/g,
    '$1 is',
  ],
  [/\bim\b|\bi'm\b/g, 'i am'],
  [/\b(i|you|we|they)'d\b/g, '$1 would'],
  [/\b(i|you|we|they)'ve\b/g, '$1 have'],
  [/\b(i|you|we|they|it)'ll\b/g, '$1 will'],
  [/\b(you|we|they)'re\b/g, '$1 are'],
  [/'s\b/g, " 's"],
  [/s'(?=\s|$)/g, "s 's"],
]

/**
 * A sentence as lower-case words, commas and brackets: contractions opened ("where's" to "where is"), other punctuation
 * dropped, at most {@link MAX_TOKENS} long.
 */
export function tokenize(sentence: string): string[] {
  let text = sentence
    .slice(0, MAX_TOKENS * 20)
    .toLowerCase()
    .normalize('NFKC')
  for (const [pattern, opened] of CONTRACTIONS) text = text.replace(pattern, opened)
  return (text.match(/'s|#?[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*|[,;()]/gu) ?? [])
    .map((token) => (token === ';' ? ',' : token))
    .slice(0, MAX_TOKENS)
}
