import { Refusal } from '../../../shared/domain/refusal.ts'

/** With what something is refused: a test that expects a refusal fails where there is none. */
export function refusalOf(work: () => unknown): Refusal {
  try {
    work()
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
  throw new Error('Nothing was refused.')
}
