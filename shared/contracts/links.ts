export interface Link {
  readonly rel: string
  readonly href: string
}

/** Makes an absolute link from a path below the organization's base URL. */
export type LinkTo = (rel: string, path: string) => Link

/** `base` is the public URL up to and including `/organizations/<id>`, without a trailing slash. */
export const linksFrom =
  (base: string): LinkTo =>
  (rel, path) => ({ rel, href: `${base}${path}` })

/** Where an organization's resources stand below a stage's URL; with no URL known, a path to be resolved against it. */
export const organizationBase = (stageUrl: string, organization: string): string =>
  `${stageUrl.replace(/\/$/, '')}/organizations/${organization}`
