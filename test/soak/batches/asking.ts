import { handler as sweep } from '../../../functions/background/sweep.ts'
import { handler as add } from '../../../functions/payout-request-batches/add.ts'
import { handler as create } from '../../../functions/payout-request-batches/create.ts'
import { handler as deletion } from '../../../functions/payout-request-batches/delete.ts'
import { handler as get } from '../../../functions/payout-request-batches/get.ts'
import { handler as listBatches } from '../../../functions/payout-request-batches/list.ts'
import { handler as preview } from '../../../functions/payout-request-batches/preview.ts'
import { handler as remove } from '../../../functions/payout-request-batches/remove.ts'
import { handler as listRequests } from '../../../functions/payout-requests/list.ts'
import { type ApiAnswer, type ApiRequest, call } from '../../harness/api.ts'
import type { Operation, Selection } from './history.ts'

type Request = Omit<ApiRequest, 'organization'>

const asked =
  (handler: Parameters<typeof call>[0]) =>
  (request: Request = {}): Promise<ApiAnswer> =>
    call(handler, { organization: 'org_1', ...request })

/** The endpoints that only look. */
export const views = {
  batch: asked(get),
  batches: asked(listBatches),
  preview: asked(preview),
  requests: asked(listRequests),
}

/** Has the endpoint, or the sweeper, do what is asked. */
export function askFor(operation: Operation): Promise<ApiAnswer> {
  switch (operation.does) {
    case 'create':
      return asked(create)({ body: bodyOf(operation.wants) })
    case 'add':
      return asked(add)({ id: operation.batch, body: bodyOf(operation.wants) })
    case 'remove':
      return asked(remove)({ id: operation.batch, body: { payoutRequestIds: operation.ids } })
    case 'delete':
      return asked(deletion)({ id: operation.batch })
    case 'get':
      return views.batch({ id: operation.batch })
    case 'sweep':
      return swept()
  }
}

const bodyOf = (selection: Selection) =>
  'ids' in selection ? { payoutRequestIds: selection.ids } : { filter: selection.filter.text }

/** As an endpoint would say it. */
async function swept(): Promise<ApiAnswer> {
  const answer = (status: number, body: unknown) => ({
    status,
    body,
    headers: {},
    text: JSON.stringify(body),
  })
  try {
    return answer(200, await sweep())
  } catch (error) {
    return answer(500, { type: 'internal', detail: String(error) })
  }
}
