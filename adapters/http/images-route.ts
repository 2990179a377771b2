import type { Request } from 'express'
import { MAX_BYTES } from '../../src/image/limits.js'
import type { Bodies, Upload } from './bodies.js'
import type { Reply } from './guards.js'
import { notFound, Refusal } from './refusal.js'
import type { Tenant } from './tenants.js'

const JPEG_QUALITY = 90

interface Parts {
  readonly bodies: Bodies
  readonly tenantOf: (owner: string) => Tenant
}

/** Takes a picture, as the file of a form or as it is, and answers with its id. */
export function createUploadRoute({ bodies, tenantOf }: Parts) {
  return async (request: Request, response: Reply): Promise<void> => {
    const { bytes, name } = await uploadIn(request)
    const image = await tenantOf(response.locals.owner).deixis.open(bytes, { name })
    const { id, width, height } = image
    response.status(201).location(`/images/${id}`)
    response.json({ image_id: id, width, height, name: image.name })
  }

  async function uploadIn(request: Request): Promise<Upload> {
    if (request.is('multipart/form-data')) return bodies.readFile(request, MAX_BYTES)
    if (request.is('image/*') || request.is('application/octet-stream')) {
      const { name } = request.query
      return {
        bytes: await bodies.read(request, MAX_BYTES),
        name: typeof name === 'string' ? name : undefined,
      }
    }
    throw new Refusal(
      415,
      'bad-input',
      'Send a picture as the file of a form (multipart/form-data), or its bytes as image/jpeg, image/png, image/webp ...',
    )
  }
}

/** A picture of one's own: JPEG, or PNG for those who ask for that; nothing but pixels is left of the file. */
export function createImageRoute({ tenantOf }: Pick<Parts, 'tenantOf'>) {
  return async (request: Request, response: Reply): Promise<void> => {
    const { id } = request.params
    if (typeof id !== 'string' || !/^[0-9a-f]{16}$/.test(id)) throw notFound()
    const format = request.accepts(['jpeg', 'png'])
    if (format === false) throw new Refusal(406, 'bad-input', 'Pictures come as image/jpeg or image/png.')
    const image = await tenantOf(response.locals.owner).deixis.open(id)
    const { Picture } = await import('../../src/mask/picture.js')
    const bytes = await new Picture(image.pixels, image, 3).encode(format as 'jpeg' | 'png', JPEG_QUALITY)
    response.type(format).send(bytes)
  }
}
