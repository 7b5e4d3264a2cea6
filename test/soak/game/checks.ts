/** What must hold, and what is wrong when it does not. */
export type Check = readonly [holds: boolean, wrong: string]

export const failed = (checks: readonly Check[]): string[] =>
  checks.filter(([holds]) => !holds).map(([, wrong]) => wrong)
