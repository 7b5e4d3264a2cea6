import { createDocument } from 'zod-openapi'
import { COMPONENTS } from './components.ts'
import { operationContracts } from './contracts.ts'
import { webhooksSection } from './events.ts'
import { IDS } from './examples/ids.ts'
import { HEADERS } from './headers.ts'
import { INTRODUCTION, TAGS } from './introduction.ts'
import { withMeanings } from './meanings.ts'
import { describeOperation } from './operation.ts'
import { PARAMETERS } from './parameters.ts'
import { PROBLEM_EXAMPLES, PROBLEM_SCHEMA } from './problem-responses.ts'
import { complete, NAMED_SCHEMAS } from './schemas.ts'

export type OpenApiDocument = Awaited<ReturnType<typeof openApiDocument>>

/** The API as OpenAPI 3.1, made of what the handlers check by (contracts.ts) and what is noted of them (notes.ts). */
export async function openApiDocument() {
  const described = (await operationContracts()).map(describeOperation)
  const byPath = Map.groupBy(described, ({ path }) => path)
  const document = createDocument(
    {
      openapi: '3.1.0',
      info: INTRODUCTION,
      servers: [SERVER],
      tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
      paths: Object.fromEntries(
        [...byPath].map(([path, operations]) => [
          path,
          Object.fromEntries(operations.map(({ method, operation }) => [method, operation])),
        ]),
      ),
      webhooks: webhooksSection(),
      components: {
        schemas: { ...NAMED_SCHEMAS, Problem: PROBLEM_SCHEMA },
        parameters: PARAMETERS,
        headers: HEADERS,
        securitySchemes: SECURITY_SCHEMES,
      },
    },
    {
      allowEmptySchema: { custom: true },
      override: ({ zodSchema, jsonSchema, io }) => complete(zodSchema, jsonSchema, io),
    },
  )
  const schemas = Object.entries(document.components?.schemas ?? {})
  return {
    ...document,
    components: {
      ...document.components,
      examples: { ...examplesReferredIn([document.paths, document.webhooks]), ...PROBLEM_EXAMPLES },
      schemas: Object.fromEntries(schemas.map(([name, schema]) => [name, withMeanings(schema)])),
    },
  }
}

/** Of what is shown in lists only, the lists have the example. */
function examplesReferredIn(paths: unknown) {
  const text = JSON.stringify(paths)
  const referred = COMPONENTS.filter(({ name }) => text.includes(`"#/components/examples/${name}"`))
  return Object.fromEntries(referred.map(({ name, example }) => [name, { value: example }]))
}

const SERVER = {
  url: 'https://{host}/v1/organizations/{organizationId}',
  description: 'Where a stage was deployed to.',
  variables: {
    host: { default: 'payouts.example.org', description: 'The host of the stage.' },
    organizationId: { default: IDS.organization, description: 'The organization that the credential is of.' },
  },
}

/** An operation names behind its scheme the permission that it needs. */
const SECURITY_SCHEMES = {
  ApiKey: {
    type: 'apiKey' as const,
    in: 'header' as const,
    name: 'REB-APIKEY',
    description: 'An API key, `sk_<key id>_<secret>`. It has permissions for single operations, or `*`.',
  },
  JWT: {
    type: 'http' as const,
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description:
      'A token of the stage’s issuer, with `exp`, `sub`, `organizationId` and the ids of operations as `permissions`.',
  },
}
