import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { expect } from 'vitest'
import { openApiDocument } from '../../infra/openapi/document.ts'
import { eventSchemas } from '../../infra/openapi/event-schemas.ts'

/** Events are judged as a stranger would: by the published schema and an ordinary validator. */
const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: true })
formats.default(ajv)
const validate = ajv.compile(eventSchemas(await openApiDocument()))

/** Fails with what is wrong when it does not fit the schema of exactly one event. */
export function expectPublishedShape(event: unknown): void {
  expect(validate(event) ? [] : validate.errors).toEqual([])
}
