import type { Command } from '../command.ts'
import { Mistake } from '../mistake.ts'
import { createToken } from '../tokens.ts'
import { ORGANIZATION, readExpiry, readPermissions } from './options.ts'

export const token: Command = {
  name: 'token',
  does: 'Signs a JSON Web Token that the local stack accepts. A deployed stage takes those of its own issuer.',
  takes: [],
  options: {
    organization: ORGANIZATION,
    user: { value: 'USR', about: 'whose token it is', needed: true },
    permissions: { value: 'A,B', about: "operation ids; '*', every operation, if not given" },
    expires: { value: 'ISO', about: 'when it ceases to work; in an hour if not given' },
  },
  examples: ['token --organization org_acme --user usr_ann'],
  localOnly: true,

  async run({ the, find, table, local }) {
    if (!local) throw new Mistake('Tokens are signed for the local stack only.')
    const created = await createToken(table, local, {
      organizationId: the('organization'),
      userId: the('user'),
      permissions: readPermissions(find('permissions') ?? '*'),
      expiresTime: readExpiry(find('expires')),
    })
    const text = `${created.token}\n\nIt is ${created.userId}'s and expires at ${created.expiresTime}.\nSend it as the header Authorization: Bearer …`
    return { json: created, text }
  },
}
