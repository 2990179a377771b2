import { completable } from '@modelcontextprotocol/sdk/server/completable.js'
import { type McpServer, ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js'
import type { CallToolResult, ElicitRequestFormParams, RequestId } from '@modelcontextprotocol/sdk/types.js'
import * as z from 'zod'

/** One red pixel. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC'
/** No sample at all, at 8 kHz. */
const WAV = 'UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA='

const text = (words: string) => ({ type: 'text' as const, text: words })
const picture = { type: 'image' as const, data: PNG, mimeType: 'image/png' }
const embedded = (uri: string, mimeType: string, words: string) => ({
  type: 'resource' as const,
  resource: { uri, mimeType, text: words },
})

/**
 * What the conformance suite asks a server for, by the names that it uses. Fixtures are tools, resources and prompts
 * alone: they declare no capability that deixis does not have.
 */
export function addFixtures(server: McpServer): void {
  addContents(server)
  addQuestions(server)
  addResources(server)
  addPrompts(server)
}

/** Tools that answer, with every kind of content. */
function addContents(server: McpServer): void {
  const answer = (name: string, ...content: CallToolResult['content']) =>
    server.registerTool(name, { description: 'Answers the same always.' }, () => ({ content }))
  answer('test_simple_text', text('This is a simple text response for testing.'))
  answer('test_image_content', picture)
  answer('test_audio_content', { type: 'audio', data: WAV, mimeType: 'audio/wav' })
  answer('test_embedded_resource', embedded('test://embedded-resource', 'text/plain', 'Embedded.'))
  answer(
    'test_multiple_content_types',
    text('Multiple content types test:'),
    picture,
    embedded('test://mixed-content-resource', 'application/json', '{"test":"data","value":123}'),
  )
  server.registerTool('test_error_handling', { description: 'Fails.' }, () => {
    throw new Error('This tool intentionally returns an error for testing')
  })
  server.registerTool(
    'test_tool_with_progress',
    { description: 'Reports progress.' },
    async ({ _meta, sendNotification }) => {
      for (const progress of [0, 50, 100]) {
        const params = { progressToken: _meta?.progressToken ?? '', progress, total: 100 }
        await sendNotification({ method: 'notifications/progress', params })
      }
      return { content: [text('Done.')] }
    },
  )
  server.registerTool(
    'test_reconnection',
    { description: 'Ends its stream before it answers.' },
    ({ closeSSEStream }) => {
      closeSSEStream?.()
      return { content: [text('Taken up again.')] }
    },
  )
  const address = { type: 'object', properties: { street: { type: 'string' } } }
  const inputSchema = z.strictObject({ name: z.string().optional() }).meta({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $defs: { address },
  })
  server.registerTool('json_schema_2020_12_tool', { description: 'Has a definition.', inputSchema }, () => ({
    content: [text('Fine.')],
  }))
}

/** Tools that ask the client something while they run. */
function addQuestions(server: McpServer): void {
  server.registerTool(
    'test_sampling',
    { description: 'Asks the model of the client.', inputSchema: { prompt: z.string() } },
    async ({ prompt }, { requestId }) => {
      const messages = [{ role: 'user' as const, content: text(prompt) }]
      // On the stream of the call; else the client would hear it on a stream that it may not have.
      const options = { relatedRequestId: requestId }
      const { content } = await server.server.createMessage({ messages, maxTokens: 100 }, options)
      return { content: [text(`LLM response: ${JSON.stringify(content)}`)] }
    },
  )
  async function ask(
    relatedRequestId: RequestId,
    message: string,
    properties: Properties,
  ): Promise<CallToolResult> {
    const requestedSchema = { type: 'object' as const, properties }
    const asked = server.server.elicitInput({ message, requestedSchema }, { relatedRequestId })
    const { action, content } = await asked
    return { content: [text(`Elicitation completed: action=${action}, content=${JSON.stringify(content)}`)] }
  }
  server.registerTool(
    'test_elicitation',
    { description: 'Asks the user.', inputSchema: { message: z.string() } },
    ({ message }, { requestId }) =>
      ask(requestId, message, { username: { type: 'string' }, email: { type: 'string' } }),
  )
  server.registerTool(
    'test_elicitation_sep1034_defaults',
    { description: 'Offers defaults.' },
    ({ requestId }) =>
      ask(requestId, 'Who is it?', {
        name: { type: 'string', default: 'John Doe' },
        age: { type: 'integer', default: 30 },
        score: { type: 'number', default: 95.5 },
        status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' },
        verified: { type: 'boolean', default: true },
      }),
  )
  const titled = [
    { const: 'value1', title: 'First' },
    { const: 'value2', title: 'Second' },
  ]
  server.registerTool('test_elicitation_sep1330_enums', { description: 'Offers choices.' }, ({ requestId }) =>
    ask(requestId, 'Which?', {
      untitledSingle: { type: 'string', enum: ['option1', 'option2'] },
      titledSingle: { type: 'string', oneOf: titled },
      legacyEnum: { type: 'string', enum: ['opt1', 'opt2'], enumNames: ['One', 'Two'] },
      untitledMulti: { type: 'array', items: { type: 'string', enum: ['option1', 'option2'] } },
      titledMulti: { type: 'array', items: { anyOf: titled } },
    }),
  )
}

type Properties = ElicitRequestFormParams['requestedSchema']['properties']

function addResources(server: McpServer): void {
  server.registerResource('text', 'test://static-text', {}, ({ href }) => ({
    contents: [
      { uri: href, mimeType: 'text/plain', text: 'This is the content of the static text resource.' },
    ],
  }))
  server.registerResource('binary', 'test://static-binary', {}, ({ href }) => ({
    contents: [{ uri: href, mimeType: 'image/png', blob: PNG }],
  }))
  const template = new ResourceTemplate('test://template/{id}/data', { list: undefined })
  server.registerResource('template', template, {}, ({ href }, { id }) => ({
    contents: [{ uri: href, mimeType: 'application/json', text: JSON.stringify({ id }) }],
  }))
}

function addPrompts(server: McpServer): void {
  const say = (...contents: (ReturnType<typeof text> | ReturnType<typeof embedded> | typeof picture)[]) => ({
    messages: contents.map((content) => ({ role: 'user' as const, content })),
  })
  server.registerPrompt('test_simple_prompt', { description: 'Says the same always.' }, () =>
    say(text('This is a simple prompt for testing.')),
  )
  server.registerPrompt('test_prompt_with_image', { description: 'Shows a picture.' }, () =>
    say(picture, text('Please analyze the image above.')),
  )
  server.registerPrompt(
    'test_prompt_with_arguments',
    {
      description: 'Says what it is told.',
      argsSchema: { arg1: completable(z.string(), () => ['paris', 'park']), arg2: z.string() },
    },
    ({ arg1, arg2 }) => say(text(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`)),
  )
  server.registerPrompt(
    'test_prompt_with_embedded_resource',
    { description: 'Embeds a resource.', argsSchema: { resourceUri: z.string() } },
    ({ resourceUri }) =>
      say(
        embedded(resourceUri, 'text/plain', 'Embedded resource content for testing.'),
        text('Please process the embedded resource above.'),
      ),
  )
}
