import * as z from 'zod'
import type { Website, WebsiteAsk } from '../domain/website.ts'
import { expected, flag, id, isObject, link, links, refuse, string, text, time, whole } from './fields.ts'
import type { LinkTo } from './links.ts'

const PERIOD_HOURS_LIMIT = 8760
const CLOCK_TIME = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)?$/

const ReadinessBody = z
  .object(
    {
      automaticReadinessEnabled: flag.nullish(),
      pendingPeriodHours: whole(1, PERIOD_HOURS_LIMIT).nullish(),
      automaticReadinessTime: string
        .regex(CLOCK_TIME, 'must be a time of day such as 10:00, 10:00:00Z or 10:00+02:00')
        .nullish(),
    },
    expected('an object'),
  )
  .superRefine(
    (body, context) => {
      if (body.automaticReadinessEnabled !== true) return
      for (const field of ['pendingPeriodHours', 'automaticReadinessTime'] as const)
        if (body[field] === undefined || body[field] === null)
          refuse(context, field, 'is required when automaticReadinessEnabled is true')
    },
    { when: isObject },
  )

/** Body of PUT /websites/{id}. Rebilly's servicePhone and serviceEmail may stand in it and are not kept. */
export const WebsiteBody = z.object({
  name: text(255).min(1, 'must not be empty'),
  url: link.nullish(),
  settings: z.object({ payoutRequest: ReadinessBody.nullish() }, expected('an object')).nullish(),
})

export const websiteAsk = ({ name, url, settings }: z.infer<typeof WebsiteBody>): WebsiteAsk => ({
  name,
  url: url ?? null,
  settings: {
    payoutRequest: {
      automaticReadinessEnabled: settings?.payoutRequest?.automaticReadinessEnabled ?? false,
      pendingPeriodHours: settings?.payoutRequest?.pendingPeriodHours ?? null,
      automaticReadinessTime: settings?.payoutRequest?.automaticReadinessTime ?? null,
    },
  },
})

export const WebsiteRepresentation = z.object({
  id,
  name: z.string(),
  url: z.string().nullable(),
  settings: z.object({
    payoutRequest: z.object({
      automaticReadinessEnabled: z.boolean(),
      pendingPeriodHours: z.int().nullable(),
      automaticReadinessTime: z.string().nullable(),
      automaticReadinessLastExecutedAt: time.nullable(),
    }),
  }),
  createdTime: time,
  updatedTime: time,
  _links: links,
})

export const representWebsite = (
  { version, nextReadinessTime, ...website }: Website,
  linkTo: LinkTo,
): z.infer<typeof WebsiteRepresentation> => ({
  ...website,
  _links: [linkTo('self', `/websites/${website.id}`)],
})
