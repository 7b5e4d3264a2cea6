import type { JsonObject } from '../json.ts'

/** The gateway answers by itself: no function is asked, or what it said could not be used. */
export class GatewayError extends Error {
  readonly type: GatewayErrorType
  readonly status: number
  readonly authorizer: JsonObject

  constructor(
    type: GatewayErrorType,
    options: { status?: number; message?: string; authorizer?: JsonObject } = {},
  ) {
    super(options.message ?? ERRORS[type].message)
    this.type = type
    this.status = options.status ?? ERRORS[type].status
    this.authorizer = options.authorizer ?? {}
  }
}

export type GatewayErrorType = keyof typeof ERRORS

/** Status and message where no gateway response says otherwise. */
export const ERRORS = {
  ACCESS_DENIED: {
    status: 403,
    message: 'User is not authorized to access this resource with an explicit deny',
    header: 'AccessDeniedException',
  },
  AUTHORIZER_CONFIGURATION_ERROR: {
    status: 500,
    message: 'Internal server error',
    header: 'AuthorizerConfigurationException',
  },
  AUTHORIZER_FAILURE: { status: 500, message: 'Internal server error', header: 'AuthorizerFailureException' },
  DEFAULT_5XX: { status: 502, message: 'Internal server error', header: 'InternalServerErrorException' },
  INTEGRATION_TIMEOUT: {
    status: 504,
    message: 'Endpoint request timed out',
    header: 'InternalServerErrorException',
  },
  MISSING_AUTHENTICATION_TOKEN: {
    status: 403,
    message: 'Missing Authentication Token',
    header: 'MissingAuthenticationTokenException',
  },
  REQUEST_TOO_LARGE: { status: 413, message: 'Request Too Long', header: 'RequestTooLargeException' },
  UNAUTHORIZED: { status: 401, message: 'Unauthorized', header: 'UnauthorizedException' },
} as const
