import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'

/** The data of a tool's result. Throws what a tool said that it could not do. */
export function resultOf<Data>(result: unknown): Data {
  const { content, structuredContent, isError } = result as CallToolResult
  if (!isError && structuredContent) return structuredContent as Data
  const [first] = content
  throw new Error(first?.type === 'text' ? first.text : 'deixis gave no answer.')
}
