import type { Table } from './client.ts'

/** The table as one organization sees it: every key is built from this organization, which is the credential's. */
export interface OrganizationTable extends Table {
  readonly organization: string
}
