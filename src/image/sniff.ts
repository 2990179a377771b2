import { UserInputError } from '../errors.js'

const READABLE = 'JPEG, PNG, WebP, GIF, TIFF or AVIF'

/** Brands in the `ftyp` box with which files of this family begin. */
const AVIF_BRANDS = /avif|avis/
const HEIC_BRANDS = /hei[cfmsvx]|hev[cmsx]|mif1|msf1/

/** Refuses bytes whose beginning is not that of a readable picture; names and content types prove nothing. */
export function checkFormat(bytes: Uint8Array): void {
  const head = Buffer.from(bytes.subarray(0, 2048)).toString('latin1')
  if (isReadable(head)) return
  const format = unreadableFormat(head)
  if (format) {
    throw new UserInputError(
      'unsupported-format',
      `This is ${format}, which deixis does not read. Save the picture as ${READABLE} and try again.`,
    )
  }
  throw new UserInputError('not-an-image', `This is not a picture that deixis reads: it must be ${READABLE}.`)
}

/** `head` holds one byte a character. */
function isReadable(head: string): boolean {
  return (
    head.startsWith('\xff\xd8\xff') || // JPEG
    head.startsWith('\x89PNG\r\n\x1a\n') ||
    head.startsWith('GIF87a') ||
    head.startsWith('GIF89a') ||
    (head.startsWith('RIFF') && head.startsWith('WEBP', 8)) ||
    ['II*\0', 'MM\0*', 'II+\0', 'MM\0+'].some((order) => head.startsWith(order)) || // TIFF and BigTIFF
    AVIF_BRANDS.test(brands(head))
  )
}

function unreadableFormat(head: string): string | undefined {
  const text = head.trimStart().toLowerCase()
  if (HEIC_BRANDS.test(brands(head))) return 'HEIC'
  if (text.startsWith('%pdf-')) return 'PDF'
  if (text.startsWith('<!doctype html') || text.startsWith('<html'))
    return 'HTML, a web page rather than a picture'
  if (text.startsWith('<') && text.includes('<svg')) return 'SVG'
  if (head.startsWith('BM') && head.startsWith('\0\0\0\0', 6)) return 'BMP'
  return undefined
}

function brands(head: string): string {
  return head.startsWith('ftyp', 4) ? head.slice(8, Math.min(64, head.charCodeAt(3))) : ''
}
