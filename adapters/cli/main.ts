#!/usr/bin/env node
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major > 20 || (major === 20 && minor >= 19)) {
  const { run } = await import('./program.js')
  await run(process.argv)
} else {
  console.error(
    `deixis: Node 20.19 or newer is needed, this is ${process.versions.node}: see https://nodejs.org`,
  )
  process.exitCode = 2
}

export {}
