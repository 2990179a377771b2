/** A "mask with feathers" is a thing, "mask the feathers" is a wish. */
const COMMAND =
  '(?:find|show|segment|select|highlight|locate|choose|give|get|see|point (?:at|to|out)|(?:mark|mask|outline|pick)(?= (?:the|an?|all|any|every|each|both|this|that|these|those) ))'

/** What a request opens with, once or several times: "please", "can you", "show me", "how many". */
const OPENING = new RegExp(
  "^(?:(?:please|now|okay|ok|hey)\\b[ ,]*|(?:can|could|would|will) you |(?:i want|i need|i would like|i'd like) (?:you )?(?:to )?|" +
    `${COMMAND} (?:(?:me|us) )?(?:all of )?|(?:how many|which) (?:of )?|where (?:is|are) |(?:is|are) there (?:an?y? )?)`,
  'i',
)

const CLOSING =
  /(?:[ ,]*(?:please|(?:are|is) there|(?:do|can) you see|(?:in|on) (?:the|this) (?:picture|photo|image)))?[ ?!.,]*$/i

/**
 * What a request is about, without the words that make it one: "the grumpy cat" of "can you show me the grumpy cat?". The
 * whole of it where nothing else is left.
 */
export function withoutAsking(request: string): string {
  let rest = request
  for (let before = ''; rest !== before; ) {
    before = rest
    rest = rest.trim().replace(OPENING, '').replace(CLOSING, '')
  }
  return rest === '' ? request : rest
}
