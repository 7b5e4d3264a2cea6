import type { Command } from '../command.ts'
import { createKey } from '../keys.ts'
import { ORGANIZATION, readExpiry, readPermissions } from './options.ts'

export const keyCreate: Command = {
  name: 'key create',
  does: 'Gives an organization an API key and prints it: the only time that it can be seen. Two may be live.',
  takes: [],
  options: {
    organization: ORGANIZATION,
    user: { value: 'USR', about: 'whose key it is: the userId of what is done with it', needed: true },
    permissions: { value: 'A,B', about: "'*' for every operation, or operation ids", needed: true },
    expires: { value: 'ISO', about: 'when it ceases to work; never if not given' },
  },
  examples: [
    "key create --organization org_acme --user usr_ann --permissions '*'",
    'key create --organization org_acme --user usr_bot --permissions GetPayoutRequest,PostPayoutRequest --expires 2031-01-01',
  ],

  async run({ the, find, table }) {
    const key = await createKey(table, {
      organizationId: the('organization'),
      userId: the('user'),
      permissions: readPermissions(the('permissions')),
      expiresTime: readExpiry(find('expires')),
    })
    const until = key.expiresTime === null ? 'does not expire' : `expires at ${key.expiresTime}`
    const text = `${key.apiKey}\n\nThis is the only time that the key is shown. It is ${key.userId}'s and ${until}; its id is ${key.keyId}.\nSend it as the header REB-APIKEY.`
    return { json: key, text }
  },
}
