import {
  representWebsite,
  WebsiteBody,
  WebsiteRepresentation,
  websiteAsk,
} from '../../shared/contracts/website.ts'
import { putWebsite } from '../../shared/domain/website.ts'
import { findWebsite, keepWebsite } from '../../shared/repository/websites.ts'
import { created, ok } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'
import { demandUsableId } from '../entry/own-id.ts'

// PUT /websites/{id}
export const handler = apiOperation({
  operationId: 'PutWebsite',
  body: WebsiteBody,
  answers: { 200: WebsiteRepresentation, 201: WebsiteRepresentation },

  async perform({ id, body, linkTo, demandVersion }, { table, clock, remember }) {
    demandUsableId(id)
    const found = await findWebsite(table, id)
    demandVersion(found?.version)

    const website = putWebsite(id, websiteAsk(body), found, clock.now().toISOString())

    const shown = representWebsite(website, linkTo)
    const answer = found ? ok(shown, website.version) : created(shown, website.version)
    await keepWebsite(table, found, website, remember(answer))
    return answer
  },
})
