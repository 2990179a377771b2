import { defineConfig } from 'vitest/config'

/** Fill the machine by themselves: beside them, whatever answers within seconds elsewhere might not. */
const LOAD = 'test/**/load.test.ts'

const limits = { testTimeout: 60_000, hookTimeout: 60_000 }

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...limits,
          name: 'all but load',
          include: ['test/**/*.test.ts'],
          exclude: [LOAD],
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...limits,
          name: 'load',
          include: [LOAD],
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
