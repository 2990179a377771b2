import type * as z from 'zod'
import type { Conversation, Deixis } from '../src/index.js'
import type { Picture } from '../src/mask/render.js'

/** What a tool may use; each adapter builds one a call. */
export interface ToolContext {
  readonly deixis: Deixis
  /** The conversation that a call names; without a name, the one of this client alone. */
  conversation(id: string | undefined): Conversation
  /** Who calls, by a name that tells callers apart: where calls wait for the engine, callers take turns. */
  readonly caller?: string | undefined
  readonly signal: AbortSignal
  /** `fraction` grows from 0 to 1; `message` says what is under way, in a few words. */
  progress(fraction: number, message: string): void
  /** Where overlays, views and exports are saved; made when first needed. */
  readonly outputDirectory: string
  /** Where `export` may write besides {@link outputDirectory}. */
  readonly directories: readonly string[]
}

export interface ToolResult<Data> {
  /** Matches the tool's output schema. */
  data: Data
  /** Worth showing next to the data; its full-size file is already saved. */
  picture?: Picture
}

/** The safety hints of MCP; each says what a host may assume before it lets a model call the tool. */
export interface ToolHints {
  readonly readOnlyHint: boolean
  readonly destructiveHint: boolean
  readonly idempotentHint: boolean
  readonly openWorldHint: boolean
}

export interface Tool<Input extends z.ZodObject = z.ZodObject, Output extends z.ZodObject = z.ZodObject> {
  readonly name: string
  readonly title: string
  /** Written for the assistant that chooses among tools. */
  readonly description: string
  readonly input: Input
  readonly output: Output
  readonly annotations: ToolHints
  handler(args: z.output<Input>, context: ToolContext): Promise<ToolResult<z.output<Output>>>
}

/** Identity: it exists so that `handler` infers its arguments and result from the two schemas. */
export function defineTool<Input extends z.ZodObject, Output extends z.ZodObject>(
  tool: Tool<Input, Output>,
): Tool<Input, Output> {
  return tool
}
