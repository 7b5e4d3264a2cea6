import findMyWay, { type HTTPMethod } from 'find-my-way'
import type { Route } from '../template/rest-api.ts'

/** The route of a request whose path still has the stage before it. */
export type RouteFinder = (method: string, path: string) => Route | undefined

/** find-my-way's precedence is API Gateway's: static, then parameter, then greedy; a trailing slash is no difference. */
export function routeFinder(routes: readonly Route[], stage: string): RouteFinder {
  const router = findMyWay({ ignoreTrailingSlash: true, maxParamLength: PATH_PART_LIMIT })
  const routeOf = new Map<unknown, Route>()
  for (const route of routes) {
    const path = route.path.replaceAll(/\{[^}+]+\+\}/g, '*').replaceAll(/\{([^}]+)\}/g, ':$1')
    const handler = () => {}
    routeOf.set(handler, route)
    router.on(asMethod(route.method), `/${stage}${path}`, handler)
  }
  return (method, path) => {
    const known = METHODS.find((one) => one === method)
    return known && routeOf.get(router.find(known, path)?.handler)
  }
}

/** API Gateway has none of its own below its 10 kB for all headers and the path. */
const PATH_PART_LIMIT = 10_240

const METHODS = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'] as const satisfies HTTPMethod[]

function asMethod(name: string): HTTPMethod {
  const method = METHODS.find((known) => known === name)
  if (method === undefined) throw new Error(`The local stack does not know the method ${name}`)
  return method
}
