import * as z from 'zod'

const Example = z.union([z.object({ $ref: z.string() }), z.object({ value: z.unknown() })])

const Content = z.record(z.string(), z.object({ examples: z.record(z.string(), Example).optional() }))

const Operation = z.object({
  operationId: z.string(),
  security: z.unknown(),
  parameters: z.array(z.looseObject({ $ref: z.string().optional(), name: z.string().optional() })),
  requestBody: z.object({ content: Content }).optional(),
  responses: z.record(
    z.string(),
    z.object({
      description: z.string(),
      headers: z.record(z.string(), z.unknown()).optional(),
      content: Content.optional(),
    }),
  ),
})

const Document = z.object({ paths: z.record(z.string(), z.record(z.string(), Operation)) })

const WithExamples = z.object({
  components: z.object({ examples: z.record(z.string(), z.object({ value: z.unknown() })) }),
})

export type DescribedOperation = z.infer<typeof Operation> & {
  readonly method: string
  readonly path: string
}

/** Every operation of an OpenAPI document, as any reader finds it. */
export const operationsIn = (document: unknown): DescribedOperation[] =>
  Object.entries(Document.parse(document).paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
  )

export function examplesIn(
  document: unknown,
  content: z.infer<typeof Content>[string] | undefined,
): unknown[] {
  const { examples } = WithExamples.parse(document).components
  return Object.values(content?.examples ?? {}).map((example) => {
    if ('value' in example) return example.value
    const name = example.$ref.replace('#/components/examples/', '')
    if (!examples[name]) throw new Error(`There is no example ${name}.`)
    return examples[name].value
  })
}

/** The reasons that the problem responses enumerate. */
export const reasonsIn = ({ responses }: DescribedOperation): string[] =>
  Object.values(responses).flatMap(({ description }) =>
    [...description.matchAll(/^`([a-z-]+)`: /gm)].flatMap(([, reason = '']) => reason),
  )
