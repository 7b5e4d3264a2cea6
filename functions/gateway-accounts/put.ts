import { GatewayAccountBody } from '../../shared/contracts/gateway-account.ts'
import {
  GatewayAccountRepresentation,
  representGatewayAccount,
} from '../../shared/contracts/gateway-account-view.ts'
import { openGatewayAccount, replaceGatewayAccount } from '../../shared/domain/gateway-account-changes.ts'
import {
  findGatewayAccount,
  keepGatewayAccountChange,
  keepNewGatewayAccount,
} from '../../shared/repository/gateway-accounts.ts'
import { created, ok } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'
import { demandUsableId } from '../entry/own-id.ts'
import { accountAsked } from './asking.ts'

// PUT /gateway-accounts/{id}
// Creates an account under the caller's own id, or replaces all that its owner says of it.
export const handler = apiOperation({
  operationId: 'PutGatewayAccount',
  body: GatewayAccountBody,
  answers: { 200: GatewayAccountRepresentation, 201: GatewayAccountRepresentation },

  async perform({ id, body, linkTo, demandVersion }, { table, clock, remember }) {
    demandUsableId(id)
    const ask = accountAsked(body)
    const at = clock.now().toISOString()
    const found = await findGatewayAccount(table, id)

    demandVersion(found?.version)
    if (!found) {
      const account = openGatewayAccount(id, ask, at)
      const answer = created(representGatewayAccount(account, linkTo), account.version)
      await keepNewGatewayAccount(table, account, remember(answer))
      return answer
    }

    const account = replaceGatewayAccount(found, ask, at)
    const answer = ok(representGatewayAccount(account, linkTo), account.version)
    await keepGatewayAccountChange(table, found, account, remember(answer))
    return answer
  },
})
