/** All bytes of a stream. Throws what `tooMany` makes as soon as more than `limit` have come. */
export async function readAll(
  stream: AsyncIterable<Uint8Array>,
  limit: number,
  tooMany: () => Error,
): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let total = 0
  for await (const chunk of stream) {
    total += chunk.length
    if (total > limit) throw tooMany()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
