import { batchPartition, type Key } from './keys.ts'

/** How the keys of allocation plans look (design §5): a plan has as many items as its size takes. */
export const planKey = (organization: string, batch: string, hash: string, item: number): Key => ({
  pk: batchPartition(organization, batch),
  sk: `PLAN#${hash}#${item}`,
})
