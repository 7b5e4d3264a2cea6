import { GatewayAccountRepresentation } from '../../shared/contracts/gateway-account-view.ts'
import { apiOperation } from '../entry/api-operation.ts'
import { switchAccount } from './switching.ts'

// POST /gateway-accounts/{id}/disable
// A stop switch: nothing more is allocated to or paid through this account until it is enabled again.
export const handler = apiOperation({
  operationId: 'PostGatewayAccountDisablement',
  answers: { 201: GatewayAccountRepresentation },

  perform: (call, desk) => switchAccount(call, desk, 'inactive'),
})
