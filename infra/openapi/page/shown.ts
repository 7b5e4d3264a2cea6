import * as z from 'zod'

/** What the page shows of an OpenAPI document. */

const Named = z.object({
  name: z.string(),
  in: z.string(),
  required: z.boolean().optional(),
  description: z.string(),
  schema: z.unknown(),
  example: z.unknown(),
})

const Example = z.union([z.object({ $ref: z.string() }), z.object({ value: z.unknown() })])

const Content = z.record(
  z.string(),
  z.object({ schema: z.unknown(), examples: z.record(z.string(), Example).optional() }),
)

const Reference = z.object({ $ref: z.string() })

export const ShownOperation = z.object({
  operationId: z.string(),
  tags: z.array(z.string()),
  summary: z.string(),
  description: z.string(),
  parameters: z.array(z.union([Reference, Named])),
  requestBody: z.object({ required: z.boolean(), content: Content }).optional(),
  responses: z.record(
    z.string(),
    z.object({
      description: z.string(),
      headers: z.record(z.string(), Reference).optional(),
      content: Content.optional(),
    }),
  ),
})

export const Shown = z.object({
  info: z.object({ title: z.string(), description: z.string() }),
  tags: z.array(z.object({ name: z.string(), description: z.string() })),
  paths: z.record(z.string(), z.record(z.string(), ShownOperation)),
  webhooks: z.record(
    z.string(),
    z.object({
      post: z.object({
        operationId: z.string(),
        description: z.string(),
        requestBody: z.object({ content: Content }),
      }),
    }),
  ),
  components: z.object({
    schemas: z.record(z.string(), z.unknown()),
    parameters: z.record(z.string(), Named),
    headers: z.record(z.string(), z.object({ description: z.string() })),
    examples: z.record(z.string(), z.object({ value: z.unknown() })),
    securitySchemes: z.record(z.string(), z.object({ description: z.string() })),
  }),
})

export type Shown = z.infer<typeof Shown>
export type ShownOperation = z.infer<typeof ShownOperation>
export type ShownContent = z.infer<typeof Content>

/** `#/components/parameters/Prefer` is `Prefer`. */
export const nameIn = ({ $ref }: z.infer<typeof Reference>): string => $ref.split('/').at(-1) ?? ''
