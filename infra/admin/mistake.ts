/** What the operator can put right: shown without a stack, as a sentence that names the next step. */
export class Mistake extends Error {
  override readonly name = 'Mistake'
}
