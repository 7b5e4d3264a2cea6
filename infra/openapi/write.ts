// `npm run openapi`: the OpenAPI document and its reference page, as two files of the build.

import { mkdir, writeFile } from 'node:fs/promises'
import { DIST } from '../build.ts'
import { openApiDocument } from './document.ts'
import { referencePage } from './page/reference-page.ts'

const document = await openApiDocument()
await mkdir(DIST, { recursive: true })
await writeFile(`${DIST}openapi.json`, `${JSON.stringify(document, null, 2)}\n`)
await writeFile(`${DIST}openapi.html`, referencePage(document))
console.log('Wrote dist/openapi.json and, for reading, dist/openapi.html.')
