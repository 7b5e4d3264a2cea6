import { openApiDocument } from '../openapi/document.ts'
import { eventSchemas } from '../openapi/event-schemas.ts'
import { referencePage } from '../openapi/page/reference-page.ts'
import type { Pages } from './api-gateway/api-gateway.ts'

export const REFERENCE_PATH = '/reference'

/** The API's description, for people and for tools; made when it is first asked for, so that nobody waits at the start. */
export const REFERENCE_PAGES: Pages = {
  [REFERENCE_PATH]: {
    contentType: 'text/html; charset=utf-8',
    text: async () => referencePage(await document()),
  },
  '/openapi.json': {
    contentType: 'application/json',
    text: async (host) => JSON.stringify({ ...(await document()), servers: [serverAt(host)] }),
  },
  '/events.schema.json': {
    contentType: 'application/schema+json',
    text: async () => JSON.stringify(eventSchemas(await document())),
  },
}

let made: ReturnType<typeof openApiDocument> | undefined

function document() {
  made ??= openApiDocument()
  return made
}

const serverAt = (host: string) => ({
  url: `http://${host}/v1/organizations/{organizationId}`,
  description: 'This machine.',
  variables: { organizationId: { default: 'your organization', description: 'It is printed at the start.' } },
})
