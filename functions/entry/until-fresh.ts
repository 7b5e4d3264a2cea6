import { busy, crowdedPauseAfter } from '../../shared/repository/patience.ts'
import { Stale } from '../../shared/repository/write.ts'
import type { Patience } from '../../shared/runtime/clock.ts'

/** Performs again from the load when what was decided on was stale (design §5), within the patience. */
export async function untilFresh<T>(budget: Patience, perform: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await perform()
    } catch (error) {
      if (!(error instanceof Stale)) throw error
      if (!(await budget.pause(crowdedPauseAfter(tries)))) throw busy()
    }
  }
}
