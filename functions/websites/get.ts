import { representWebsite, WebsiteRepresentation } from '../../shared/contracts/website.ts'
import { theWebsite } from '../../shared/repository/websites.ts'
import { ok } from '../entry/answers.ts'
import { apiOperation } from '../entry/api-operation.ts'

// GET /websites/{id}
export const handler = apiOperation({
  operationId: 'GetWebsite',
  answers: { 200: WebsiteRepresentation },

  async perform({ id, linkTo }, { table }) {
    const website = await theWebsite(table, id)
    return ok(representWebsite(website, linkTo), website.version)
  },
})
