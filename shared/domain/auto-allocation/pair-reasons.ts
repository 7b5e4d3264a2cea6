import type { Decision, PairReason } from './decision.ts'

/** Why pairs took nothing (rules §4.8): each reason once, in the order in which the decision met them. */
export const pairReasons = ({ candidates }: Pick<Decision, 'candidates'>): PairReason[] => [
  ...new Set(candidates.flatMap(({ reason }) => reason ?? [])),
]
