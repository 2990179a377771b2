import { Writable } from 'node:stream'

/**
 * Imported before anything else: from here on, whatever writes to stdout (console.log of a dependency, a worker's
 * output) lands on stderr, because one stray line there breaks the protocol.
 */
const write = process.stdout.write.bind(process.stdout)
process.stdout.write = process.stderr.write.bind(process.stderr) as typeof process.stdout.write

// A host may stop reading the log.
process.stderr.on('error', () => {})

/** The real stdout, for the transport alone. */
export const protocolOutput = new Writable({
  write(chunk: Buffer, _encoding, done) {
    write(chunk, (error) => done(error))
  },
})
