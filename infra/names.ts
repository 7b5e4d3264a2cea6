/** What this stage's parts are called, so that two stages fit in one account and a name crosses between stacks. */
export const nameIn = (stage: string, part: string): string => `payout-desk-${stage}-${part}`

export const tableNameIn = (stage: string): string => `payout-desk-${stage}`

export const eventBusNameIn = (stage: string): string => `payout-desk-${stage}`

/** The one value that only CloudFormation knows, exported by the storage stack and imported by the service stack. */
export const streamExportIn = (stage: string): string => nameIn(stage, 'stream-arn')
