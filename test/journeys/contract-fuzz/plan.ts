import { oneOf } from '../../soak/game/choosing.ts'
import type { ApiOperation } from './described-api.ts'

/** Functions are workers of which the local stack keeps 24: so many operations take turns before others do. */
const OPERATIONS_OF_A_SCENE = 14

/** Which operation is called when: scene after scene, each at least once if there are calls enough. */
export function planOf(
  operations: readonly ApiOperation[],
  calls: number,
  random: () => number,
): ApiOperation[] {
  const order = shuffled(operations, random)
  const count = Math.ceil(order.length / OPERATIONS_OF_A_SCENE)
  const scenes = Array.from({ length: count }, (_, scene) => order.filter((_, at) => at % count === scene))
  return scenes.flatMap((some, scene) => {
    const length = Math.floor((calls * (scene + 1)) / count) - Math.floor((calls * scene) / count)
    const chosen = Array.from({ length }, (_, at) => some[at] ?? chosenOf(some, random))
    return chosen.filter((one) => one !== undefined)
  })
}

/** A deletion less often: there shall be something left for the others. */
function chosenOf(some: readonly ApiOperation[], random: () => number): ApiOperation | undefined {
  const chosen = oneOf(some, random)
  return chosen?.method === 'DELETE' && random() < 0.7 ? oneOf(some, random) : chosen
}

const shuffled = <T>(things: readonly T[], random: () => number): T[] =>
  things
    .map((thing) => ({ thing, place: random() }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ thing }) => thing)
