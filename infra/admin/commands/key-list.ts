import type { Command } from '../command.ts'
import { listKeys } from '../keys.ts'
import { tableOfText } from '../table-of-text.ts'
import { ORGANIZATION } from './options.ts'

export const keyList: Command = {
  name: 'key list',
  does: 'Lists the keys that an organization was ever given, without their secrets.',
  takes: [],
  options: { organization: ORGANIZATION },
  examples: ['key list --organization org_acme', 'key list --organization org_acme --json'],

  async run({ the, table }) {
    const keys = await listKeys(table, the('organization'))
    const rows = keys.map(({ keyId, status, userId, createdTime, expiresTime, permissions }) => [
      keyId,
      status,
      userId,
      createdTime,
      expiresTime ?? 'never',
      permissions.join(','),
    ])
    const heading = ['key', 'status', 'user', 'created', 'expires', 'permissions']
    return { json: { keys }, text: keys.length === 0 ? 'It has no key yet.' : tableOfText(heading, rows) }
  },
}
