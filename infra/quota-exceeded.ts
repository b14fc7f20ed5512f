/** A deployment would exceed what AWS takes. The message has one line for each quota, and says what to do. */
export class QuotaExceeded extends Error {
  override readonly name = "QuotaExceeded"

  constructor(problems: readonly string[]) {
    super(["This cannot be deployed:", ...problems.map((problem) => `  ${problem}`)].join("\n"))
  }
}
