import type { Item } from '../../shared/repository/client.ts'
import { modelOf } from './model.ts'
import type { Process } from './scenario.ts'
import { sweep } from './sweep.ts'

/** What lies in the table after these processes, one after the other and undisturbed: a seed that the real code made. */
export async function after(seed: readonly Item[], processes: readonly Process[]): Promise<readonly Item[]> {
  let items = seed
  for (const process of processes) {
    const model = modelOf({
      seed: items,
      processes: [],
      sweeper: process,
      promises: { always: () => undefined },
    })
    const table = await sweep(model, model.tables.seeded(items))
    items = table ? model.tables.view(table).items : items
  }
  return items
}
