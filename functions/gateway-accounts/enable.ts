import { GatewayAccountRepresentation } from '../../shared/contracts/gateway-account-view.ts'
import { apiOperation } from '../entry/api-operation.ts'
import { switchAccount } from './switching.ts'

// POST /gateway-accounts/{id}/enable
export const handler = apiOperation({
  operationId: 'PostGatewayAccountEnablement',
  answers: { 201: GatewayAccountRepresentation },

  perform: (call, desk) => switchAccount(call, desk, 'active'),
})
