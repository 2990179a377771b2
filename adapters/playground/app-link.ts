import type { App } from '@modelcontextprotocol/ext-apps'
import { resultOf } from './called.js'
import type { CallOptions, Link, Uploaded } from './link.js'

/** Of a picture, in bytes: hosts pass on messages of a few megabytes. */
const PIECE = 512 * 1024
const TIMEOUT_MS = 180_000

/** deixis by way of the host that shows this page: nothing else can be reached from here. */
export function createAppLink(app: App): Link {
  async function call<Data>(
    name: string,
    args: Record<string, unknown>,
    { signal, progress }: CallOptions,
  ): Promise<Data> {
    const result = await app.callServerTool(
      { name, arguments: args },
      {
        signal,
        timeout: TIMEOUT_MS,
        resetTimeoutOnProgress: true,
        onprogress: ({ progress: done, message = '' }) => progress(done, message),
      },
    )
    return resultOf<Data>(result)
  }

  return {
    call,
    async upload(file, options) {
      const about = { upload: `${Date.now()}-${file.size}`, name: file.name.slice(0, 255), size: file.size }
      for (let offset = 0; ; offset += PIECE) {
        options.progress(offset / file.size, 'uploading')
        const data = await inBase64(file.slice(offset, offset + PIECE))
        const told = await call<Partial<Uploaded>>('upload_picture', { ...about, offset, data }, options)
        if (told.image_id !== undefined) return told as Uploaded
      }
    },
    async picture(imageId) {
      const { contents } = await app.readServerResource({ uri: `deixis://image/${imageId}` })
      const [content] = contents
      if (!content || !('blob' in content)) throw new Error('The picture could not be read: open it again.')
      return blobFrom(content.blob, content.mimeType)
    },
    async deliver(saved) {
      if (app.getHostCapabilities()?.downloadFile && saved.startsWith('http')) {
        const name = decodeURIComponent(saved.slice(saved.lastIndexOf('/') + 1))
        const { isError } = await app.downloadFile({
          contents: [{ type: 'resource_link', uri: saved, name }],
        })
        if (!isError) return undefined
      }
      return `Saved: ${saved}`
    },
  }
}

/** Base64 as MCP has it. */
export function blobFrom(base64: string, mimeType = 'image/jpeg'): Blob {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  return new Blob([bytes], { type: mimeType })
}

function inBase64(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => {
      const address = String(reader.result)
      resolve(address.slice(address.indexOf(',') + 1))
    }
    reader.onerror = () => reject(new Error('The file cannot be read: choose it again.'))
    reader.readAsDataURL(blob)
  })
}
