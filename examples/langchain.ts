/** An agent of LangChain that points with deixis; any model that calls tools will do. */
import { fileURLToPath } from 'node:url'
import type { BaseChatModel } from '@langchain/core/language_models/chat_models'
import { createDeixis } from 'deixis'
import { deixisTools } from 'deixis/langchain'
import { createAgent } from 'langchain'

export async function ask(model: BaseChatModel, question: string, picture: string) {
  await using deixis = await createDeixis()
  const agent = createAgent({
    model,
    tools: deixisTools(deixis),
    systemPrompt: 'Answer from what the tools find in the picture. Name the saved overlay.',
  })
  const { messages } = await agent.invoke({
    messages: [{ role: 'user', content: `${question}\nThe picture: ${picture}` }],
  })
  return messages
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { ChatOllama } = await import('@langchain/ollama')
  const stack = fileURLToPath(new URL('../../examples/stack.jpg', import.meta.url))
  const messages = await ask(new ChatOllama({ model: 'qwen3:4b' }), 'Which suitcases can I take away?', stack)
  console.log(messages.at(-1)?.text)
}
