import { GatewayAccountBody, GatewayAccountPatch } from '../../shared/contracts/gateway-account.ts'
import {
  GatewayAccountRepresentation,
  gatewayAccountBody,
  representGatewayAccount,
} from '../../shared/contracts/gateway-account-view.ts'
import { mergePatch } from '../../shared/contracts/merge-patch.ts'
import { replaceGatewayAccount } from '../../shared/domain/gateway-account-changes.ts'
import { keepGatewayAccountChange, theGatewayAccount } from '../../shared/repository/gateway-accounts.ts'
import { ok } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'
import { demandShape } from '../entry/body.ts'
import { accountAsked } from './asking.ts'

// PATCH /gateway-accounts/{id}
// Merges into what is there; the whole that comes of it is judged as a PUT would be.
export const handler = apiOperation({
  operationId: 'PatchGatewayAccount',
  body: GatewayAccountPatch,
  answers: { 200: GatewayAccountRepresentation },

  async perform({ id, body, linkTo, demandVersion }, { table, clock, remember }) {
    const found = await theGatewayAccount(table, id)
    demandVersion(found.version)

    const whole = demandShape(GatewayAccountBody, mergePatch(gatewayAccountBody(found), body))
    const account = replaceGatewayAccount(found, accountAsked(whole), clock.now().toISOString())

    const answer = ok(representGatewayAccount(account, linkTo), account.version)
    await keepGatewayAccountChange(table, found, account, remember(answer))
    return answer
  },
})
