import { spawnSync } from 'node:child_process'
import { packageFile, type Report, share, stopwatch } from './measure.js'

const LIMIT_S = 3

/** How long the command line takes from nothing to the first mask. */
export async function coldStartReport(): Promise<Report> {
  const command = [packageFile('dist/adapters/cli/main.js'), 'segment', packageFile('examples/cat.jpg')]
  const elapsed = stopwatch()
  const { status, stderr } = spawnSync(process.execPath, [...command, 'the cat'], { encoding: 'utf8' })
  const seconds = elapsed() / 1000
  return {
    lines: [
      `cold start, deixis segment: ${share(seconds, LIMIT_S)} of the ${LIMIT_S} s allowed; ${seconds.toFixed(2)} s, exit ${status}`,
    ],
    failures: [
      seconds > LIMIT_S && 'the cold start takes too long',
      status !== 0 && `the command failed: ${stderr}`,
    ].filter((failure) => failure !== false),
  }
}
