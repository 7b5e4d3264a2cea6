import { representGatewayAccount } from '../../shared/contracts/gateway-account-view.ts'
import { withStatus } from '../../shared/domain/gateway-account-changes.ts'
import { keepGatewayAccountChange, theGatewayAccount } from '../../shared/repository/gateway-accounts.ts'
import { type Answer, created } from '../entry/answers.ts'
import type { Call, Desk } from '../entry/api-operation.ts'

/** What enable and disable have in common; published, both answer 201. */
export async function switchAccount(
  { id, linkTo, demandVersion }: Call<unknown>,
  { table, clock, remember }: Desk,
  status: 'active' | 'inactive',
): Promise<Answer> {
  const found = await theGatewayAccount(table, id)
  demandVersion(found.version)

  const account = withStatus(found, status, clock.now().toISOString())

  const answer = created(representGatewayAccount(account, linkTo), account.version)
  await keepGatewayAccountChange(table, found, account, remember(answer))
  return answer
}
