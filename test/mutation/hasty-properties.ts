import * as fc from 'fast-check'

/** One counterexample kills a mutant, however large it is; whoever survives a second of a property survives it. */
fc.configureGlobal({ endOnFailure: true, interruptAfterTimeLimit: 1000 })
