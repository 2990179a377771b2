import type { ReplyFile } from '../chat.js'
import { MAX_FILES, MAX_REQUEST_BYTES } from './limits.js'

/** The files that Discord takes, under names that a message can refer to, and a note about the others. */
export function chooseFiles(
  files: readonly ReplyFile[],
  limit: number,
): { chosen: readonly ReplyFile[]; note: string } {
  const chosen: ReplyFile[] = []
  let room = MAX_REQUEST_BYTES
  for (const file of files) {
    const { length } = file.data
    if (length > Math.min(limit, room) || chosen.length === MAX_FILES) continue
    room -= length
    chosen.push({ ...file, name: nameFor(file, chosen) })
  }
  return { chosen, note: noteOn(files.length - chosen.length, limit) }
}

/** Plain characters, and unlike the names of the others. */
function nameFor({ name }: ReplyFile, others: readonly ReplyFile[]): string {
  const plain = name.replace(/[^\w.-]+/g, '_').slice(-80)
  return others.some((other) => other.name === plain) ? `${others.length + 1}-${plain}` : plain
}

function noteOn(left: number, limit: number): string {
  if (left === 0) return ''
  const megabytes = Math.floor(limit / 1024 / 1024)
  return (
    `${left === 1 ? 'One file is' : `${left} files are`} left out: Discord takes ${MAX_FILES} files a message, here up to ` +
    `${megabytes} MiB each. Ask for fewer regions, another format, or a smaller picture.`
  )
}
