import { NewGatewayAccount } from '../../shared/contracts/gateway-account.ts'
import {
  GatewayAccountRepresentation,
  representGatewayAccount,
} from '../../shared/contracts/gateway-account-view.ts'
import { openGatewayAccount } from '../../shared/domain/gateway-account-changes.ts'
import { refuseInvalid } from '../../shared/domain/refusal.ts'
import { findGatewayAccount, keepNewGatewayAccount } from '../../shared/repository/gateway-accounts.ts'
import { created } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'
import { accountAsked } from './asking.ts'

// POST /gateway-accounts
export const handler = apiOperation({
  operationId: 'PostGatewayAccount',
  body: NewGatewayAccount,
  answers: { 201: GatewayAccountRepresentation },

  async perform({ body, linkTo }, { table, clock, ids, remember }) {
    const ask = accountAsked(body)
    const taken = body.id && (await findGatewayAccount(table, body.id))
    refuseInvalid(taken ? [{ field: 'id', message: 'is taken: PUT replaces what is there' }] : [])

    const id = body.id ?? ids.next('gw_acc')
    const account = openGatewayAccount(id, ask, clock.now().toISOString())

    const answer = created(representGatewayAccount(account, linkTo), account.version)
    await keepNewGatewayAccount(table, account, remember(answer))
    return answer
  },
})
