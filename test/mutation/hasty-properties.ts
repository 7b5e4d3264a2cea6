import * as fc from 'fast-check'

/** One counterexample kills a mutant, however large it is; whoever survives 300 ms of a property survives it. */
fc.configureGlobal({ endOnFailure: true, interruptAfterTimeLimit: 300 })
