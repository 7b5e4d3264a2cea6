import type { Command } from '../command.ts'
import { revokeKey } from '../keys.ts'

export const keyRevoke: Command = {
  name: 'key revoke',
  does: 'Ends a key for good: within a minute nobody can call with it any more.',
  takes: ['KEYID'],
  options: {},
  examples: ['key revoke 01K9ZJ5D3S0Q8W7T6R5P4N3M2K'],

  async run({ given: [keyId = ''], table }) {
    const outcome = await revokeKey(table, keyId)
    const text = outcome.revoked
      ? `Revoked ${keyId}. Where it was used in this very minute, it may work for up to 60 s more.`
      : `${keyId} was revoked before; nothing was changed.`
    return { json: outcome, text }
  },
}
