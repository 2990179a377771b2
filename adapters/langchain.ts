import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { ToolMessage } from '@langchain/core/messages'
import { type DynamicStructuredTool, type ToolRunnableConfig, tool } from '@langchain/core/tools'
import { CancelledError, DeixisError } from '../src/errors.js'
import type { Deixis } from '../src/index.js'
import type { Tool, ToolContext } from '../tools/define.js'
import { tools } from '../tools/index.js'
import { CONVERSATION_ID } from '../tools/params.js'
import { type Report, toText } from '../tools/text.js'

export interface DeixisToolsOptions {
  /** The conversation of calls that name none. Without it, that of the agent's thread (`configurable.thread_id`). */
  conversationId?: string | undefined
  /** Where overlays, views and exports are saved; `deixis-out` in the working directory without it. */
  outputDirectory?: string | undefined
  /** Where `export` may write besides. */
  directories?: readonly string[] | undefined
}

/**
 * The tools of deixis for an agent of LangChain. Each answers in words, with the same facts as data for a program in the
 * message's `artifact`. What went wrong is an answer too (`status: 'error'`): it tells the agent what to do instead.
 */
export function deixisTools(deixis: Deixis, options: DeixisToolsOptions = {}): DynamicStructuredTool[] {
  const { outputDirectory = join(process.cwd(), 'deixis-out'), directories = [] } = options
  const ownConversation = `l-${randomBytes(4).toString('hex')}`

  return (tools as readonly Tool[]).map((each) =>
    tool((args: Record<string, unknown>, config: ToolRunnableConfig) => call(each, args, config), {
      name: each.name,
      description: each.description,
      schema: each.input,
      responseFormat: 'content_and_artifact',
    }),
  )

  async function call(
    each: Tool,
    args: Record<string, unknown>,
    config: ToolRunnableConfig,
  ): Promise<[content: string | ToolMessage, artifact: unknown]> {
    try {
      const { data } = await each.handler(args, contextOf(config))
      return [toText(data as unknown as Report), data]
    } catch (error) {
      if (error instanceof CancelledError) throw error
      const content = explained(error)
      const { id, name } = config.toolCall ?? {}
      if (id === undefined) return [content, undefined]
      return [
        new ToolMessage({ content, tool_call_id: id, name: name ?? each.name, status: 'error' }),
        undefined,
      ]
    }
  }

  function contextOf({
    configurable,
    signal = new AbortController().signal,
  }: ToolRunnableConfig): ToolContext {
    const thread: unknown = configurable?.thread_id
    const isName = typeof thread === 'string' && CONVERSATION_ID.test(thread)
    const usual = options.conversationId ?? (isName ? thread : ownConversation)
    return {
      deixis,
      conversation: (id = usual) => deixis.conversation(id),
      signal,
      progress() {},
      outputDirectory,
      directories,
    }
  }
}

/** Messages of deixis say what to do next; any other may quote whatever a picture's name or a server made of it. */
function explained(error: unknown): string {
  if (error instanceof DeixisError) return error.message
  console.error(error)
  return 'Something failed that deixis did not foresee: its log (stderr) has the details. Other calls still work.'
}
