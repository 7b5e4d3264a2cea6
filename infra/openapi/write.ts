// `npm run openapi`: the OpenAPI document, its reference page and the JSON Schema of events, as files of the build.

import { mkdir, writeFile } from 'node:fs/promises'
import { DIST } from '../build.ts'
import { openApiDocument } from './document.ts'
import { eventSchemas } from './event-schemas.ts'
import { referencePage } from './page/reference-page.ts'

const document = await openApiDocument()
await mkdir(DIST, { recursive: true })
await writeFile(`${DIST}openapi.json`, `${JSON.stringify(document, null, 2)}\n`)
await writeFile(`${DIST}openapi.html`, referencePage(document))
await writeFile(`${DIST}events.schema.json`, `${JSON.stringify(eventSchemas(document), null, 2)}\n`)
console.log(
  'Wrote dist/openapi.json and, for reading, dist/openapi.html; of events also dist/events.schema.json.',
)
