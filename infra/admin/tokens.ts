import type { Table } from '../../shared/repository/client.ts'
import { systemClock } from '../../shared/runtime/clock.ts'
import { signLocalToken } from '../local/jwks.ts'
import type { RunningStack } from '../local/running.ts'
import { demandPermissions, demandUser } from './keys.ts'
import { Mistake } from './mistake.ts'
import { theOrganization } from './organizations.ts'

export interface NewToken {
  readonly organizationId: string
  readonly userId: string
  readonly permissions: readonly string[]
  readonly expiresTime?: string | undefined
}

export interface CreatedToken extends NewToken {
  readonly token: string
  readonly expiresTime: string
}

/** A JSON Web Token for the local stack, for an hour unless told otherwise; elsewhere the stage's own issuer signs. */
export async function createToken(
  table: Table,
  { signingKey }: Pick<RunningStack, 'signingKey'>,
  wanted: NewToken,
): Promise<CreatedToken> {
  if (!signingKey)
    throw new Mistake('The running local stack accepts no tokens: it announced no signing key.')
  demandUser(wanted.userId)
  demandPermissions(wanted.permissions)
  const { organizationId } = await theOrganization(table, wanted.organizationId)
  const now = systemClock.now().getTime()
  const expiresTime = new Date(wanted.expiresTime ?? now + HOUR_MILLISECONDS)
  if (!(expiresTime.getTime() > now))
    throw new Mistake(`The token would have expired at ${wanted.expiresTime}: name a time in the future.`)
  const claims = { organizationId, userId: wanted.userId, permissions: wanted.permissions, expiresTime }
  return {
    ...claims,
    token: await signLocalToken(signingKey, claims),
    expiresTime: expiresTime.toISOString(),
  }
}

const HOUR_MILLISECONDS = 3_600_000
