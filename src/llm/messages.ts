import { type BaseMessage, HumanMessage, SystemMessage } from '@langchain/core/messages'
import type { ChatRequest, ModelPicture } from './chat-model.js'

/** The request in LangChain's terms. Of its forms of a picture, `image_url` is the one that every server gets. */
export function messagesOf({ system, text, pictures = [] }: ChatRequest): BaseMessage[] {
  const shown = pictures.map((picture) => ({ type: 'image_url', image_url: { url: dataUrl(picture) } }))
  const content = shown.length === 0 ? text : [...shown, { type: 'text', text }]
  return [...(system === undefined ? [] : [new SystemMessage(system)]), new HumanMessage({ content })]
}

function dataUrl({ data, mimeType }: ModelPicture): string {
  return `data:${mimeType};base64,${Buffer.from(data).toString('base64')}`
}
