const UNDOING = /^\W*(undo|undo (that|it)|take (that|it) back|never ?mind|scratch that|go back)\W*$/i
const PASSING = /^\W*(why\b.*|thanks?|thank you|thanks a lot|thx|ok|okay|great|perfect|nice|cool)\W*$/i

/** Whether a sentence is another way to press *Undo*. */
export function isUndoing(text: string): boolean {
  return UNDOING.test(text)
}

/** Whether a sentence is answered without a step: then there is nothing to take back. */
export function isPassing(text: string): boolean {
  return PASSING.test(text)
}
