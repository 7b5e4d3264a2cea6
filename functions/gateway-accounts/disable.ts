import {
  GatewayAccountRepresentation,
  representGatewayAccount,
} from '../../shared/contracts/gateway-account-view.ts'
import { withStatus } from '../../shared/domain/gateway-account-changes.ts'
import { keepGatewayAccountChange, theGatewayAccount } from '../../shared/repository/gateway-accounts.ts'
import { created } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'

// POST /gateway-accounts/{id}/disable
// A stop switch: nothing more is allocated to or paid through this account until it is enabled again.
export const handler = apiOperation({
  operationId: 'PostGatewayAccountDisablement',
  answers: { 201: GatewayAccountRepresentation },

  async perform({ id, linkTo, demandVersion }, { table, clock, remember }) {
    const found = await theGatewayAccount(table, id)
    demandVersion(found.version)

    const account = withStatus(found, 'inactive', clock.now().toISOString())

    const answer = created(representGatewayAccount(account, linkTo), account.version)
    await keepGatewayAccountChange(table, found, account, remember(answer))
    return answer
  },
})
