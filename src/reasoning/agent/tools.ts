import { tool } from 'langchain'
import * as z from 'zod'
import { UserInputError } from '../../errors.js'
import { oneLine } from '../../language/model-text.js'
import type { Region } from '../../mask/region.js'
import { type Notebook, none, picked } from './notebook.js'
import { listRegions } from './words.js'

const MAX_REGIONS = 100
const MAX_RELATIONS = 60
const MAX_LINE = 200

const ParamIds = z.array(z.string().max(64)).max(MAX_REGIONS).describe('Region ids, such as ["r1", "r3"]')

/** The tools of the agent, over one notebook. Errors say what to do instead. `sees`: whether pictures are of use to it. */
export function agentTools(notebook: Notebook, sees: () => boolean) {
  const { workbench, found } = notebook

  const groundPhrase = tool(
    async ({ phrase }) => {
      const plain = plainForm(phrase)
      if (plain === '') throw new UserInputError('bad-input', 'Say what to look for, such as "red cup".')
      const known = found.get(plain)
      if (known)
        return `You have looked for that already. ${known}\nUse other words, another tool, or decide.`
      const regions = await workbench.ground(oneLine(phrase, MAX_LINE))
      const result =
        regions.length > 0 ? `Found:\n${listRegions(regions)}` : 'Nothing was found by that name.'
      found.set(plain, result)
      return result
    },
    {
      name: 'ground_phrase',
      description: 'Looks for what a short noun phrase names. Returns regions with their ids and places.',
      schema: z.object({ phrase: z.string().min(1).max(MAX_LINE).describe('Such as "red cup"') }),
    },
  )

  const lookAtMarks = tool(
    async ({ ids = [] }) => {
      const regions = ids.length > 0 ? regionsOf(ids) : workbench.regions().slice(0, MAX_REGIONS)
      if (regions.length === 0) {
        throw new UserInputError('bad-input', 'No region is known yet: use ground_phrase first.')
      }
      if (!sees()) return `These are the regions:\n${listRegions(regions)}`
      notebook.picture = await workbench.marked(regions.map(({ id }) => id))
      return `The picture with these marks follows:\n${listRegions(regions)}`
    },
    {
      name: 'look_at_marks',
      description: 'Shows the picture with numbered marks on regions; on all that are known without ids.',
      schema: z.object({ ids: ParamIds.optional() }),
    },
  )

  const relations = tool(
    async ({ ids }) => {
      const lines = workbench.relations(regionsOf(ids).map(({ id }) => id)).slice(0, MAX_RELATIONS)
      if (lines.length === 0) return 'Outlines show no relation between them.'
      return lines.map((line) => oneLine(line, MAX_LINE)).join('\n')
    },
    {
      name: 'relations',
      description: 'Says how regions stand to each other: on, under, beside, in front of, inside, holding.',
      schema: z.object({ ids: ParamIds }),
    },
  )

  const select = tool(
    async ({ answer, picks }) => {
      const regions = regionsOf(picks.map(({ id }) => id))
      if (regions.length === 0) {
        throw new UserInputError('bad-input', 'Pick at least one region, or call report_none.')
      }
      const reasons = new Map(regions.map((region, i) => [region, picks[i]?.reason ?? '']))
      notebook.verdict = picked(reasons, answer)
      return 'Done.'
    },
    {
      name: 'select',
      description: 'Ends with the regions that answer the question.',
      schema: z.object({
        answer: z.string().describe('One or two sentences for the person who asked'),
        picks: z
          .array(
            z.object({
              id: z.string().max(64).describe('Such as "r3"'),
              reason: z.string().describe('Why this one, in a few words'),
            }),
          )
          .max(MAX_REGIONS),
      }),
    },
  )

  const reportNone = tool(
    async ({ reason }) => {
      notebook.verdict = none(reason)
      return 'Done.'
    },
    {
      name: 'report_none',
      description: 'Ends without a choice, because nothing in the picture fits.',
      schema: z.object({
        reason: z.string().describe('What is missing, as a sentence for the person who asked'),
      }),
    },
  )

  return [groundPhrase, lookAtMarks, relations, select, reportNone]

  /** The regions of these ids, in their order; models also write "3" or "R3". */
  function regionsOf(ids: readonly string[]): Region[] {
    const known = workbench.regions()
    return ids.map((id) => {
      const number = /^\D*(\d+)$/.exec(id)?.[1]
      const region = known.find((one) => one.id === id) ?? known.find((one) => one.id === `r${number}`)
      if (region) return region
      const some = known.slice(0, 30).map((one) => one.id)
      throw new UserInputError(
        'unknown-region',
        some.length > 0
          ? `There is no such region. Known are ${some.join(', ')}.`
          : 'No region is known yet: use ground_phrase first.',
      )
    })
  }
}

/** The same for "The red cup!" and "red  cup". */
function plainForm(phrase: string): string {
  return phrase
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(/^(the|an?|all|every|any|some) /, '')
}
