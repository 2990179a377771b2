import type { RESTOptions } from 'discord.js'

/**
 * How requests are made. discord.js and deixis bring two versions of undici, which share one dispatcher in a process: an
 * upload that one begins breaks in the other. Node's own `fetch` gets along with both.
 */
export function restOptions(api: string | undefined): Partial<RESTOptions> {
  return { makeRequest, ...(api !== undefined && { api }) }
}

// The types of discord.js are those of its own undici.
const makeRequest = (async (url: string, init: RequestInit) => {
  try {
    return await fetch(url, init)
  } catch (error) {
    // discord.js tries again where a connection was reset, and looks for that in the error itself.
    throw error instanceof TypeError && error.cause instanceof Error ? error.cause : error
  }
}) as unknown as RESTOptions['makeRequest']
