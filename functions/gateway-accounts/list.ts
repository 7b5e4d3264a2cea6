import * as z from 'zod'
import { readCollectionQuery } from '../../shared/contracts/collection-query.ts'
import { searchFor } from '../../shared/contracts/collection-search.ts'
import { GATEWAY_ACCOUNT_FIELDS } from '../../shared/contracts/collections.ts'
import {
  GatewayAccountRepresentation,
  representGatewayAccount,
} from '../../shared/contracts/gateway-account-view.ts'
import type { GatewayAccount } from '../../shared/domain/gateway-account.ts'
import { gatewayAccounts } from '../../shared/repository/gateway-accounts.ts'
import { pageOf } from '../../shared/repository/listing.ts'
import { apiOperation } from '../entry/api-operation.ts'
import { fittingPage } from '../entry/fitting.ts'

const fields = GATEWAY_ACCOUNT_FIELDS

// GET /gateway-accounts
// One Query reads them all: a list of accounts does not lag.
export const handler = apiOperation({
  operationId: 'GetGatewayAccountCollection',
  answers: { 200: z.array(GatewayAccountRepresentation) },

  async perform({ event, linkTo }, { table }) {
    const query = readCollectionQuery(event.multiValueQueryStringParameters, { fields })

    const valueOf = (account: GatewayAccount, field: keyof typeof fields) => account[field]
    const found = pageOf(await gatewayAccounts(table), searchFor(query, { fields, valueOf, unlisted: [] }))

    const shown = found.things.map((account) => representGatewayAccount(account, linkTo))
    return fittingPage(shown, { ...query, ...found })
  },
})
