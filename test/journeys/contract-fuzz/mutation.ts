import type fc from 'fast-check'
import type { FuzzCall } from './calls.ts'
import type { Pools } from './pools.ts'

/** One way in which a call may be wrong, or only unusual; undefined where it does not apply. */
export type Mutation = (call: FuzzCall, pools: Pools) => fc.Arbitrary<FuzzCall> | undefined

export const changed = (call: FuzzCall, mutation: string, change: Partial<FuzzCall>): FuzzCall => ({
  ...call,
  ...change,
  mutations: [...call.mutations, mutation],
})
