/** Readings tried in one sentence: nesting multiplies them, and the printed English of a deep program needs thousands. */
const MAX_ATTEMPTS = 10_000

/** Rules try the same phrases at every word: each is split once. */
const split = new Map<string, readonly string[]>()

function wordsOf(phrase: string): readonly string[] {
  let words = split.get(phrase)
  if (!words) {
    words = phrase.split(' ')
    split.set(phrase, words)
  }
  return words
}

/** A reader's place in a list of tokens: it moves forward as rules match, and back when a rule fails. */
export class Cursor {
  readonly tokens: readonly string[]
  /** Whether the sentence ends in a question mark. */
  readonly isQuestion: boolean
  /** Words that no rule could use. */
  readonly ignored: string[] = []
  #at = 0
  #attempts = 0

  constructor(tokens: readonly string[], isQuestion = false) {
    this.tokens = tokens
    this.isQuestion = isQuestion
  }

  get at(): number {
    return this.#at
  }

  get done(): boolean {
    return this.#at >= this.tokens.length
  }

  peek(ahead = 0): string | undefined {
    return this.tokens[this.#at + ahead]
  }

  next(): string | undefined {
    return this.tokens[this.#at++]
  }

  /** Steps over `words` if they come next, in this order. */
  accept(...words: readonly string[]): boolean {
    return this.#accept(words)
  }

  #accept(words: readonly string[]): boolean {
    if (!words.every((word, i) => this.peek(i) === word)) return false
    this.#at += words.length
    return true
  }

  /** Steps over the first of `phrases` (words separated by spaces) that comes next, and returns it. */
  acceptPhrase(phrases: readonly string[]): string | undefined {
    return phrases.find((phrase) => this.#accept(wordsOf(phrase)))
  }

  /** Steps over the next token if it is one of `words`. */
  acceptAny(words: { has(word: string): boolean }): string | undefined {
    const word = this.peek()
    if (word === undefined || !words.has(word)) return undefined
    this.#at++
    return word
  }

  /** Steps over all that comes next from `words`; true if anything did. */
  skip(words: { has(word: string): boolean }): boolean {
    const start = this.#at
    while (this.acceptAny(words) !== undefined);
    return this.#at > start
  }

  /** Runs `rule`; where it gives nothing, the place and the ignored words are as they were before. */
  attempt<Result>(rule: () => Result | undefined): Result | undefined {
    // Rules try one another's readings, so a hostile sentence could keep them busy for ever: then the rest stays unread.
    this.#attempts++
    if (this.#attempts > MAX_ATTEMPTS) return undefined
    const start = this.#at
    const ignored = this.ignored.length
    const result = rule()
    if (result === undefined) {
      this.#at = start
      this.ignored.length = ignored
    }
    return result
  }

  /** Runs every rule from here and keeps the reading that got furthest; of equals, the first. */
  furthest<Result>(...rules: readonly (() => Result | undefined)[]): Result | undefined {
    const start = this.#at
    const reach = rules.map((rule) => {
      const result = this.attempt(rule)
      const at = result === undefined ? -1 : this.#at
      this.#at = start
      return at
    })
    const best = Math.max(...reach)
    return best < 0 ? undefined : this.attempt(rules[reach.indexOf(best)] as () => Result | undefined)
  }
}
