/** The largest file or answer that is read, in bytes. */
export const MAX_BYTES = 25_000_000

/** The largest picture, and so the largest mask, in pixels. */
export const MAX_PIXELS = 50_000_000
