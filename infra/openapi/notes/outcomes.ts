import { csvOf } from '../../../shared/contracts/csv.ts'
import { OUTCOME_COLUMNS, OUTCOME_FIELDS, outcomeCells } from '../../../shared/contracts/outcome.ts'
import { OUTCOME } from '../examples/runs.ts'
import type { OperationNotes } from '../notes.ts'

export const OUTCOME_NOTES = {
  GetPayoutRequestBatchOutcomes: {
    summary: 'List what became of the members',
    description:
      'In a run, the latest if nothing is named; in a plan; or in an operation over the members. Of an operation the filter knows `payoutRequestId`, `outcome` and `reason`. `Accept: text/csv` gets the same page as a file.',
    refuses: ['invalid-query', 'invalid-filter'],
    collection: { fields: OUTCOME_FIELDS },
    parameters: ['run', 'plan', 'operation'],
    csv: csvOf(OUTCOME_COLUMNS, [outcomeCells(OUTCOME)]),
  },
  GetPayoutRequestBatchOutcome: {
    summary: 'Explain what became of one member',
    description:
      'What a run, the latest if none is named, made of it, or would by a plan, and why: every pair of an instrument and a gateway account with what it could take, what it took, and why no more.',
    refuses: ['invalid-query'],
    parameters: ['run', 'plan'],
  },
} as const satisfies Readonly<Record<string, OperationNotes>>
