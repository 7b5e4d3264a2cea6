import { GATEWAY_ACCOUNT_FIELDS } from '../../../shared/contracts/collections.ts'
import type { OperationNotes } from '../notes.ts'

export const GATEWAY_ACCOUNT_NOTES = {
  GetGatewayAccountCollection: {
    summary: 'List gateway accounts',
    description: 'Never behind a write. A page may end before its limit, at 4 MB: `Pagination-Limit` tells.',
    refuses: ['invalid-query', 'invalid-filter'],
    collection: { fields: GATEWAY_ACCOUNT_FIELDS },
  },
  PostGatewayAccount: {
    summary: 'Open a gateway account',
    description: 'What the company pays out through. The id may be your own; one that is taken is 422.',
    refuses: ['gateway-account-limit'],
  },
  GetGatewayAccount: {
    summary: 'Get a gateway account',
    description: 'The secret of its adapter is never answered.',
  },
  PutGatewayAccount: {
    summary: 'Open or replace a gateway account under your own id',
    description: 'Replaces all that its owner says of it; what is left out becomes the default.',
    refuses: ['gateway-account-limit', 'gateway-account-closed', 'changed-meanwhile'],
  },
  PatchGatewayAccount: {
    summary: 'Change a gateway account',
    description: 'A merge patch (RFC 7396): what comes of it is judged as a PUT would be.',
    refuses: ['gateway-account-closed', 'changed-meanwhile'],
  },
  PostGatewayAccountEnablement: {
    summary: 'Enable a gateway account',
    description: 'It is `active` again.',
    refuses: ['gateway-account-closed', 'changed-meanwhile'],
  },
  PostGatewayAccountDisablement: {
    summary: 'Disable a gateway account',
    description: 'A stop switch: nothing more is allocated to or paid through it until it is enabled again.',
    refuses: ['gateway-account-closed', 'changed-meanwhile'],
  },
} as const satisfies Readonly<Record<string, OperationNotes>>
