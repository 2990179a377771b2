/** Of one file without a paid plan. https://discord.com/developers/docs/reference#uploading-files */
export const MAX_UPLOAD_BYTES = 10 * 1024 * 1024

/** Of all files of a message together. */
export const MAX_REQUEST_BYTES = 25 * 1024 * 1024

/** https://discord.com/developers/docs/interactions/receiving-and-responding */
export const ACKNOWLEDGE_WITHIN_MS = 3000

/** https://discord.com/developers/docs/components/reference */
export const MAX_TEXT = 4000
export const MAX_FILES = 10
export const MAX_ALT = 1024
export const MAX_CHOICES = 25
export const MAX_ROW_BUTTONS = 5
export const MAX_BUTTON_LABEL = 80
export const MAX_CHOICE_LABEL = 100
export const MAX_PLACEHOLDER = 150
