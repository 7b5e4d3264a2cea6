/** What the stack and a worker thread tell each other. Events and results cross as JSON text, as they do on AWS. */
export interface WorkerSetup {
  readonly file: string
  readonly handler: string
}

export interface InvocationMessage {
  readonly event: string
  readonly context: {
    readonly functionName: string
    readonly invokedFunctionArn: string
    readonly awsRequestId: string
    readonly memoryLimitInMB: string
    readonly logGroupName: string
    readonly logStreamName: string
  }
  readonly deadline: number
}

/** `ready`: the function is loaded, or could not be, which its first invocation tells. */
export type WorkerMessage = 'ready' | InvocationResult

export type InvocationResult = { readonly payload: string } | { readonly error: FunctionError }

/** As Lambda answers it in the payload of a failed invocation. */
export interface FunctionError {
  readonly errorType: string
  readonly errorMessage: string
  readonly trace: readonly string[]
}
