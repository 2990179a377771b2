import { AIMessage, type BaseMessage, HumanMessage, RemoveMessage } from '@langchain/core/messages'
import { REMOVE_ALL_MESSAGES } from '@langchain/langgraph'
import * as z from 'zod'
import { oneLine } from '../../language/model-text.js'
import type { AgentAnswer } from '../reasoner.js'

/** Exchanges that a follow-up question sees. */
const MAX_EXCHANGES = 4
const MAX_SAID = 600

const Exchange = z.object({ question: z.string(), answer: z.string() })
type Exchange = z.infer<typeof Exchange>

/** What stays of a conversation from one question to the next: words alone, no tool calls and no pictures. */
export const Memory = z.object({ exchanges: z.array(Exchange).default([]) })

/** The messages that a question begins with, in place of all that there are: a run that was cut short leaves half of them. */
export function recalled(exchanges: readonly Exchange[], question: BaseMessage): BaseMessage[] {
  const past = exchanges.flatMap(({ question, answer }) => [
    new HumanMessage(question),
    new AIMessage(answer),
  ])
  return [new RemoveMessage({ id: REMOVE_ALL_MESSAGES }), ...past, question]
}

/** The memory after an answer. */
export function remembered(
  exchanges: readonly Exchange[],
  question: string,
  { answer, selection }: AgentAnswer,
): { messages: BaseMessage[]; exchanges: Exchange[] } {
  const chosen = selection.length > 0 ? ` Chosen: ${selection.join(', ')}.` : ''
  const exchange = { question: oneLine(question, MAX_SAID), answer: `${oneLine(answer, MAX_SAID)}${chosen}` }
  return {
    messages: [new RemoveMessage({ id: REMOVE_ALL_MESSAGES })],
    exchanges: [...exchanges, exchange].slice(-MAX_EXCHANGES),
  }
}
