import {
  type FakeModel,
  type FakeServer,
  piecesOf,
  type Script,
  startModelServer,
  type Wire,
} from './model-server.js'

interface OllamaMessage {
  readonly role: string
  readonly content?: string
  readonly images?: readonly string[]
}

/**
 * A server that speaks as Ollama does: `/api/chat` (streaming or not), `/api/tags`, `/api/show`, `/api/version`.
 *
 *     await using ollama = await startOllama(['{"bbox_2d": [1, 2, 3, 4]}', { status: 500 }])
 *     createChatModel(`ollama:qwen3-vl:4b@${ollama.url}`)
 *
 * `script` says what it answers: see {@link Script}. `models` are listed; every name is answered for.
 */
export function startOllama(
  script: Script = [],
  models: readonly FakeModel[] = [{ name: 'qwen3-vl:4b' }],
): Promise<FakeServer> {
  return startModelServer(ollamaWire(models), script)
}

function ollamaWire(models: readonly FakeModel[]): Wire {
  return {
    chat: '/api/chat',
    read(body) {
      const messages = (body.messages as OllamaMessage[]).map(({ role, content = '', images = [] }) => ({
        role,
        text: content,
        pictures: images.map((image) => Buffer.from(image, 'base64')),
      }))
      const tools = (body.tools ?? []) as { function: { name: string } }[]
      return {
        model: body.model as string,
        system: linesOf(messages.filter(({ role }) => role === 'system')),
        text: linesOf(messages.filter(({ role }) => role !== 'system')),
        pictures: messages.flatMap(({ pictures }) => pictures),
        messages,
        shape: body.format,
        tools: tools.map((tool) => tool.function.name),
      }
    },
    said({ text = '', toolCalls, truncated, tokens }, { model, stream = true }) {
      const created = { model, created_at: '2026-11-01T12:00:00Z' }
      const message = {
        role: 'assistant',
        ...(toolCalls && {
          tool_calls: toolCalls.map(({ name, args }) => ({ function: { name, arguments: args } })),
        }),
      }
      const end = {
        done: true,
        done_reason: truncated ? 'length' : 'stop',
        ...(tokens && { prompt_eval_count: tokens.input, eval_count: tokens.output }),
      }
      if (stream === false) {
        const whole = { ...created, message: { ...message, content: text }, ...end }
        return { type: 'application/json', parts: piecesOf(JSON.stringify(whole)) }
      }
      const lines = [
        ...piecesOf(text).map((content) => ({
          ...created,
          message: { role: 'assistant', content },
          done: false,
        })),
        ...(toolCalls ? [{ ...created, message: { ...message, content: '' }, done: false }] : []),
        { ...created, message: { role: 'assistant', content: '' }, ...end },
      ]
      return { type: 'application/x-ndjson', parts: lines.map((line) => `${JSON.stringify(line)}\n`) }
    },
    error: (message) => ({ error: message }),
    page(path, { model }) {
      switch (path) {
        case '/api/version':
          return { version: '0.13.0' }
        case '/api/tags':
          return { models: models.map(({ name }) => ({ name, model: name, size: 3_300_000_000 })) }
        case '/api/show': {
          const found = models.find(({ name }) => name === model)
          return found && { capabilities: ['completion', ...(found.vision === false ? [] : ['vision'])] }
        }
        default:
          return undefined
      }
    },
  }
}

function linesOf(messages: readonly { text: string }[]): string {
  return messages
    .map(({ text }) => text)
    .filter((text) => text !== '')
    .join('\n')
}
