import { singular } from './morphology.js'
import { isCuratedNoun } from './nouns.js'
import { isWord } from './wordnet.js'

/**
 * The noun that a form is of: "dogs" to "dog", "magpies" to "magpie", "platypuses" to "platypus"; "binoculars" stays. The
 * rules' own answer counts where it is a word; a form that nobody knows goes by them, too.
 */
export function nounLemma(form: string): string {
  const regular = singular(form)
  if (!form.endsWith('s') || form.endsWith('ss')) return regular
  const shorter = form.slice(0, -1)
  // "taxis" has a sense of its own, and nobody means it.
  if (regular === form && isCuratedNoun(shorter)) return shorter
  const others = form.endsWith('es') ? [shorter, form.slice(0, -2)] : [shorter]
  return [regular, ...others, form].find(isNoun) ?? regular
}

function isNoun(word: string): boolean {
  return word.length > 1 && (isCuratedNoun(word) || isWord(word, 'noun'))
}
