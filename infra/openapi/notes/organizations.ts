import type { OperationNotes } from '../notes.ts'

export const ORGANIZATION_NOTES = {
  GetOrganization: {
    summary: 'Get the settings of the organization',
    description: 'An organization knows itself and no other.',
  },
  PatchOrganization: {
    summary: 'Change the settings of the organization',
    description:
      'The order and policy of allocations where a batch has none, and for how long money may rest in each status. Settings that are not named stay.',
    refuses: ['changed-meanwhile'],
  },
  GetWebsite: {
    summary: 'Get a website',
    description: 'With how its payout requests become ready.',
  },
  PutWebsite: {
    summary: 'Add or replace a website',
    description: 'With automatic readiness its payout requests begin `pending`, otherwise `ready`.',
    refuses: ['changed-meanwhile'],
  },
} as const satisfies Readonly<Record<string, OperationNotes>>
