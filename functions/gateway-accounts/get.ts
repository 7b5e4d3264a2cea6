import {
  GatewayAccountRepresentation,
  representGatewayAccount,
} from '../../shared/contracts/gateway-account-view.ts'
import { theGatewayAccount } from '../../shared/repository/gateway-accounts.ts'
import { ok } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'

// GET /gateway-accounts/{id}
export const handler = apiOperation({
  operationId: 'GetGatewayAccount',
  answers: { 200: GatewayAccountRepresentation },

  async perform({ id, linkTo }, { table }) {
    const account = await theGatewayAccount(table, id)
    return ok(representGatewayAccount(account, linkTo), account.version)
  },
})
