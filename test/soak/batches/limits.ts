/** Small, so that a few requests fill several chunks and a batch; the product's are 96, 1000 and 100. */
export const CHUNK_LIMIT = 4
export const MEMBERS_LIMIT = 12
export const ACTIONS_LIMIT = 8
