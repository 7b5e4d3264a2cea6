import { createHash } from 'node:crypto'

/** SHA-256 in 43 characters that an id may have. */
export const digest = (text: string): string => createHash('sha256').update(text).digest('base64url')
