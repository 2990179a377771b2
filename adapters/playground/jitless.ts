import { config } from 'zod'

// Zod would make code from schemas, which the page's policy forbids. Schemas decide when they are made, so this comes first.
config({ jitless: true })
