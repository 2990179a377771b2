import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { packageFile } from './measure.js'
import { soakReport } from './soak-report.js'
import { soak } from './soak-run.js'

/** npm run soak -- --minutes 10 --sessions 32: exit code 1 where something is not as it has to be. */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    sessions: { type: 'string', default: '32' },
  },
})
const [minutes, sessions] = [Number(values.minutes), Number(values.sessions)]
if (!(minutes > 0) || !(sessions >= 1)) throw new Error('--minutes and --sessions: expected numbers above 0')

console.log(`${sessions} sessions for ${minutes} minutes, SIGKILL in the middle`)
const { lines, failures } = soakReport(
  await soak({
    main: packageFile('dist/adapters/cli/main.js'),
    examples: packageFile('examples'),
    sessions,
    half: () => setTimeout((minutes * 60_000) / 2),
  }),
)
console.log(lines.join('\n'))
for (const failure of failures) console.error(failure)
process.exitCode = failures.length > 0 ? 1 : 0
