/** What this stage's parts are called, so that two stages fit in one account and a name crosses between stacks. */
export const nameIn = (stage: string, part: string): string => `payout-desk-${stage}-${part}`

export const tableNameIn = (stage: string): string => `payout-desk-${stage}`

export const eventBusNameIn = (stage: string): string => `payout-desk-${stage}`

/** The one value that only CloudFormation knows, exported by the storage stack and imported by the service stack. */
export const streamExportIn = (stage: string): string => nameIn(stage, 'stream-arn')

/** The queue of what `owner`, a reader of the stream or a queue, could not do. The admin program finds it by its name. */
export const deadLettersIn = (stage: string, owner: string): string =>
  nameIn(stage, `${owner}${DEAD_LETTERS}`)

export const DEAD_LETTERS = '-dead-letters'

/** Buckets are named for the whole world, so that account and region are part of it. */
export const lostRecordsIn = (
  stage: string,
  { account, region }: { account: string; region: string },
): string => nameIn(stage, `lost-records-${account}-${region}`)
