import * as z from 'zod'
import type { OperationContract, OperationId } from '../../shared/contracts/operations.ts'
import { ROUTES } from '../routes.ts'

/** What the handlers themselves check by, of every route: read from functions/ by path, as the build does. */
export async function operationContracts(): Promise<readonly OperationContract[]> {
  return Promise.all(Object.entries(ROUTES).map(([operation, { file }]) => contractOf(operation, file)))
}

async function contractOf(operation: string, file: string): Promise<OperationContract> {
  const module: unknown = await import(new URL(`../../functions/${file}.ts`, import.meta.url).href)
  const { data } = HandlerModule.safeParse(module)
  if (!data) throw new Error(`functions/${file}.ts must export a handler made by apiOperation.`)
  const { contract } = data.handler
  if (contract.operationId !== operation)
    throw new Error(
      `infra/routes.ts gives ${operation} to functions/${file}.ts, which says that it is ${contract.operationId}.`,
    )
  return contract
}

const HandlerModule = z.object({
  handler: z.custom<{ readonly contract: OperationContract & { readonly operationId: OperationId } }>(
    (handler) => typeof handler === 'function' && 'contract' in handler,
  ),
})
