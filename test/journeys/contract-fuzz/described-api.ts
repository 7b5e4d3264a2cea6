import * as z from 'zod'

/** What the fuzz knows of the API: the OpenAPI document as it is served, and nothing else. */
export interface ApiDocument {
  readonly operations: readonly ApiOperation[]
  /** What a `$ref` stands for. */
  readonly resolve: (ref: string) => Schema
}

export interface ApiOperation {
  readonly id: string
  readonly method: string
  /** `/payout-requests/{id}` */
  readonly path: string
  readonly parameters: readonly Parameter[]
  readonly body: { readonly required: boolean; readonly schema: Schema } | undefined
  readonly responses: Readonly<Record<string, Response>>
  /** Where the document has it, as a JSON pointer. */
  readonly pointer: string
}

/** A JSON Schema, as any reader finds it. */
export type Schema = Readonly<Record<string, unknown>>

const SchemaObject: z.ZodType<Schema> = z.record(z.string(), z.unknown())

const ParameterObject = z.object({
  name: z.string(),
  in: z.enum(['path', 'query', 'header']),
  required: z.boolean().default(false),
  description: z.string(),
  schema: SchemaObject,
})

export type Parameter = z.infer<typeof ParameterObject>

const ResponseObject = z.object({
  headers: z.record(z.string(), z.unknown()).default({}),
  content: z.record(z.string(), z.unknown()).default({}),
})

export type Response = z.infer<typeof ResponseObject>

const OperationObject = z.object({
  operationId: z.string(),
  parameters: z.array(z.looseObject({ $ref: z.string().optional() })),
  requestBody: z
    .object({
      required: z.boolean(),
      content: z.object({ 'application/json': z.object({ schema: SchemaObject }) }),
    })
    .optional(),
  responses: z.record(z.string(), ResponseObject),
})

const DocumentObject = z.object({ paths: z.record(z.string(), z.record(z.string(), OperationObject)) })

export function readDocument(document: unknown): ApiDocument {
  const resolve = (ref: string): Schema => SchemaObject.parse(pointedAt(document, ref))
  const operations = Object.entries(DocumentObject.parse(document).paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]): ApiOperation => {
      const { operationId: id, parameters, requestBody, responses } = operation
      return {
        id,
        method: method.toUpperCase(),
        path,
        parameters: parameters.map((one) =>
          ParameterObject.parse(one.$ref === undefined ? one : resolve(one.$ref)),
        ),
        body: requestBody && {
          required: requestBody.required,
          schema: requestBody.content['application/json'].schema,
        },
        responses,
        pointer: `/paths/${escaped(path)}/${method}`,
      }
    }),
  )
  return { operations, resolve }
}

export const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')

const pointedAt = (document: unknown, ref: string): unknown =>
  ref
    .split('/')
    .slice(1)
    .reduce<unknown>((value, name) => {
      const key = name.replaceAll('~1', '/').replaceAll('~0', '~')
      return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
    }, document)
