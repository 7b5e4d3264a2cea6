import { isWellFormedId } from '../../shared/domain/identifiers.ts'
import { Refusal } from '../../shared/domain/refusal.ts'

/** PUT accepts any well-formed id; one that breaks the pattern is an unknown id in a path (rules §1). */
export function demandUsableId(id: string): void {
  if (!isWellFormedId(id))
    throw new Refusal('not-found', {
      detail: 'Nothing can have this id: an id has at most 50 letters, digits and _ . ~ @ - only.',
    })
}
